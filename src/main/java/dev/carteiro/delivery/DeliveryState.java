package dev.carteiro.delivery;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a delivery stands, in the words of the API. */
public enum DeliveryState {
    /** To be attempted, for the first time or because somebody wants it again. */
    PENDING,
    /** To be attempted again, because an attempt failed. */
    RETRYING,
    /** A dead letter. */
    DEAD,
    DELIVERED,
    /** Taken out of the queue by hand. */
    CANCELLED;

    /** What the log of attempts has as the outcome of that. */
    static final String CANCELLED_OUTCOME = "cancelled";

    static DeliveryState open(boolean dead, String cause) {
        return dead ? DEAD : cause.equals("retry") ? RETRYING : PENDING;
    }

    /** Of one that is in the queue no more; a row leaves it in no other way. */
    public static DeliveryState ended(@Nullable String lastOutcome) {
        return CANCELLED_OUTCOME.equals(lastOutcome) ? CANCELLED : DELIVERED;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
