package dev.carteiro.delivery;

import dev.carteiro.event.Recorded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one destination, leased to this replica; or a conversation's burst of them, where the destination
 * has them gathered.
 *
 * @param burst all its events in their order, of which the first is the one that it is known by
 * @param lane what keeps its order; absent where order does not matter
 * @param attempts how many were made before this one
 * @param spent how many of them count against the schedule
 * @param cause why the coming attempt is made: {@code first}, {@code retry}, {@code manual} or {@code replay}
 * @param createdAt when it was enqueued, from which its age counts
 * @param lease under which number this replica holds it
 * @param heavy whether the body is still in the database, because it is large
 */
public record Delivery(
        List<Recorded> burst,
        String destination,
        @Nullable String lane,
        int attempts,
        int spent,
        String cause,
        Instant createdAt,
        long lease,
        boolean heavy) {

    public Delivery {
        burst = List.copyOf(burst);
    }

    /** One event alone. */
    public Delivery(
            Recorded event,
            String destination,
            @Nullable String lane,
            int attempts,
            int spent,
            String cause,
            Instant createdAt,
            long lease,
            boolean heavy) {
        this(List.of(event), destination, lane, attempts, spent, cause, createdAt, lease, heavy);
    }

    /** Its first event. */
    public Recorded event() {
        return burst.getFirst();
    }

    /** The same delivery with its events complete. */
    Delivery with(List<Recorded> complete) {
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
        return event().envelope().position();
    }
}
