package dev.carteiro.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of an event in the log.
 *
 * @param position its place in the log; time-ordered, so that a later event has a larger one
 * @param type the CloudEvents type, for example {@code message.received}
 * @param receivedAt when the request that carried it arrived
 * @param traceparent to which trace it belongs, in W3C's words; absent where to none
 */
public record Envelope(
        long position,
        String source,
        String type,
        @Nullable String instance,
        @Nullable ConversationKey conversation,
        Instant time,
        Instant receivedAt,
        @Nullable String traceparent) {

    /** One of no trace. */
    public Envelope(
            long position,
            String source,
            String type,
            @Nullable String instance,
            @Nullable ConversationKey conversation,
            Instant time,
            Instant receivedAt) {
        this(position, source, type, instance, conversation, time, receivedAt, null);
    }

    /** What the log makes of {@code fact} by giving it a position. */
    public static Envelope of(long position, Instant receivedAt, Fact fact) {
        return new Envelope(
                position, fact.source(), fact.type(), fact.instance(), fact.conversation(), fact.time(), receivedAt);
    }

    /** The same as a part of a trace. */
    public Envelope within(@Nullable String trace) {
        return new Envelope(position, source, type, instance, conversation, time, receivedAt, trace);
    }

    /** The CloudEvents id: the position in decimal, stable for ever and the {@code webhook-id} of every delivery. */
    public String id() {
        return Long.toString(position);
    }
}
