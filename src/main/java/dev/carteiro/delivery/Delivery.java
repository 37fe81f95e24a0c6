package dev.carteiro.delivery;

import dev.carteiro.event.Recorded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one destination, leased to this replica.
 *
 * @param lane what keeps its order; absent where order does not matter
 * @param attempts how many were made before this one
 * @param cause why the coming attempt is made: {@code first}, {@code retry}, {@code manual} or {@code replay}
 * @param createdAt when it was enqueued, from which its age counts
 * @param lease under which number this replica holds it
 * @param heavy whether the body is still in the database, because it is large
 */
public record Delivery(
        Recorded event,
        String destination,
        @Nullable String lane,
        int attempts,
        String cause,
        Instant createdAt,
        long lease,
        boolean heavy) {

    /** The same delivery with its event complete. */
    Delivery with(Recorded complete) {
        return new Delivery(complete, destination, lane, attempts, cause, createdAt, lease, false);
    }

    long position() {
        return event.envelope().position();
    }
}
