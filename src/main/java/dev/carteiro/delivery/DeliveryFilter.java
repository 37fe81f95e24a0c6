package dev.carteiro.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are meant; an absent criterion means all.
 *
 * @param type of the event: a CloudEvents type, or the beginning of one and {@code *}
 * @param since events that were received then or later
 * @param until events that were received before
 * @param reason the status of the last attempt, or a part of what was said of it, in small or capital letters
 */
public record DeliveryFilter(
        @Nullable String destination,
        @Nullable DeliveryState state,
        @Nullable String type,
        @Nullable String conversation,
        @Nullable String instance,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String reason) {}
