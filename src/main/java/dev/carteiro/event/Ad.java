package dev.carteiro.event;

import org.jspecify.annotations.Nullable;

/**
 * The advertisement through which somebody came to write to us.
 *
 * @param url where the advertisement leads
 * @param thumbnail the address of its picture
 */
public record Ad(
        @Nullable String title,
        @Nullable String body,
        @Nullable String url,
        @Nullable String thumbnail) {}
