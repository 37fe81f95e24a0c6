package dev.carteiro.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended. The delivery is as it was before it was completed, so that no body is held until this is written.
 *
 * @param companions the other events that went with it
 * @param span of the attempt; null where nothing is traced
 */
record Attempted(
        Delivery delivery,
        List<Long> companions,
        Outcome outcome,
        @Nullable AttemptSpan span) {

    Attempted {
        companions = List.copyOf(companions);
    }

    static Attempted alone(Delivery delivery, Outcome outcome) {
        return new Attempted(delivery, List.of(), outcome, null);
    }

    Attempted traced(AttemptSpan by) {
        return new Attempted(delivery, companions, outcome, by);
    }
}
