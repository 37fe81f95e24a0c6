package dev.carteiro.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A page of deliveries.
 *
 * @param after from the first one behind this, oldest first
 * @param before from the first one in front of this; newest first, unless {@code after} is given
 */
public record DeliveryQuery(
        DeliveryFilter filter,
        @Nullable Cursor after,
        @Nullable Cursor before,
        int limit) {

    /** A delivery, or with no destination all those of an event. */
    public record Cursor(long event, @Nullable String destination) {}
}
