package dev.carteiro.ingest;

import dev.carteiro.event.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body as it was read: what it says, and its bytes without what must not be kept.
 *
 * @param array whether it was an array of bodies
 * @param traceparent to which trace it belongs, as its sender says; null where it says nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reading(
        List<Fact> facts,
        byte[] body,
        Instant receivedAt,
        boolean array,
        @Nullable String traceparent) {

    public Reading {
        facts = List.copyOf(facts);
    }
}
