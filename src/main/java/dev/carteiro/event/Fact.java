package dev.carteiro.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event as a source told it, before the log gave it a position.
 *
 * @param source the configured name of the source
 * @param instance the WhatsApp instance, absent where the source has none
 * @param conversation the ordering key, absent for what belongs to no conversation
 * @param time when it happened, in the sender's words; when it was received where the sender does not say
 * @param idempotencyKey the same for every copy of the same event from this source
 */
public record Fact(
        String source,
        @Nullable String instance,
        @Nullable ConversationKey conversation,
        Instant time,
        String idempotencyKey,
        Event data) {

    /** The CloudEvents type. */
    public String type() {
        return data.type();
    }
}
