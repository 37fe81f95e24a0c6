package dev.carteiro.delivery;

import java.time.Instant;
import java.util.List;

/**
 * An attempt's end, still to be written down.
 *
 * @param startedAt when the attempt began
 * @param latency in milliseconds
 */
record Settlement(Attempted attempted, Verdict verdict, Instant startedAt, int latency) {

    Delivery delivery() {
        return attempted.delivery();
    }

    Outcome outcome() {
        return attempted.outcome();
    }

    /** The other events that it is the end of. */
    List<Long> companions() {
        return verdict instanceof Verdict.Later ? List.of() : attempted.companions();
    }
}
