package dev.carteiro.ingest;

import dev.carteiro.event.Fact;
import java.time.Instant;
import java.util.List;

/**
 * A body as it was read: what it says, and its bytes without what must not be kept.
 *
 * @param array whether it was an array of bodies
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reading(List<Fact> facts, byte[] body, Instant receivedAt, boolean array) {

    public Reading {
        facts = List.copyOf(facts);
    }
}
