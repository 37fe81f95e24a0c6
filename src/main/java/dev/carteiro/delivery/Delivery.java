package dev.carteiro.delivery;

import dev.carteiro.event.Recorded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one destination, leased to this replica.
 *
 * @param lane what keeps its order; absent where order does not matter
 * @param attempts how many were made before this one
 * @param spent how many of them count against the schedule
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
        int spent,
        String cause,
        Instant createdAt,
        long lease,
        boolean heavy) {

    /** The same delivery with its event complete. */
    Delivery with(Recorded complete) {
        return new Delivery(complete, destination, lane, attempts, spent, cause, createdAt, lease, false);
    }

    /** Whether nobody has tried yet; what is tried again, for whatever reason, must not take every slot. */
    boolean fresh() {
        return cause.equals("first");
    }

    /** The room that it takes up while we hold it. */
    DeliveryQueue.Room slot() {
        return new DeliveryQueue.Room(1, fresh() ? 0 : 1);
    }

    long position() {
        return event.envelope().position();
    }
}
