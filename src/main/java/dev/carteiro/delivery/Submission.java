package dev.carteiro.delivery;

import dev.carteiro.event.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request's events and where each is to go.
 *
 * @param destinations for each fact, the names of its destinations
 * @param body the request's bytes as they are to be kept
 * @param traceparent to which trace it belongs; null where to none
 * @param sequence what it must not overtake; null where it stands alone
 */
public record Submission(
        List<Fact> facts,
        List<List<String>> destinations,
        Body body,
        Instant receivedAt,
        @Nullable String traceparent,
        @Nullable Sequence sequence) {

    public Submission {
        facts = List.copyOf(facts);
        destinations = destinations.stream().map(List::copyOf).toList();
        if (facts.isEmpty() || facts.size() != destinations.size()) {
            throw new IllegalArgumentException("a submission has facts, and destinations for each of them");
        }
    }
}
