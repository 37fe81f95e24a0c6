package dev.carteiro.event;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a media file before its bytes are fetched.
 *
 * @param size in bytes
 * @param seconds the length of audio and video
 * @param url where the bytes can be had without a key, absent where only the gateway can decrypt them
 */
public record MediaFile(
        @Nullable String mimetype,
        @Nullable String fileName,
        @Nullable Long size,
        @Nullable Integer seconds,
        @Nullable String url) {}
