package dev.carteiro.delivery;

import dev.carteiro.event.ConversationKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as people see it, whether it waits, is dead or over.
 *
 * @param attempts how many were made
 * @param dueAt when it may be attempted; absent for what is dead or over
 * @param createdAt since when its age counts; absent for what is over
 * @param lastStatus of the last attempt that was answered
 * @param lastError of the last attempt that failed
 * @param about its event; absent where that has left retention
 */
public record DeliveryEntry(
        long event,
        String destination,
        DeliveryState state,
        int attempts,
        @Nullable Instant dueAt,
        @Nullable Instant createdAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        @Nullable About about) {

    /** As the API names it. */
    public String id() {
        return event + "." + destination;
    }

    /** What its event is about. */
    public record About(
            String type,
            @Nullable String instance,
            @Nullable ConversationKey conversation,
            Instant receivedAt) {}
}
