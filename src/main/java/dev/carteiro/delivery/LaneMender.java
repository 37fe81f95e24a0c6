package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Lane;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Flux;

/**
 * Gives lanes a head again. A delivery that is written in the moment in which the one before it is settled sees that one
 * still, and is not seen by its settling; then nobody makes it head.
 */
final class LaneMender {

    private static final int GROUP = 512;

    private final DeliveryQueue queue;
    private final Queue<Lane> suspects = new ConcurrentLinkedQueue<>();
    private volatile boolean sweepDue;

    LaneMender(DeliveryQueue queue) {
        this.queue = queue;
    }

    void suspect(String destination, String lane) {
        suspects.add(new Lane(destination, lane));
    }

    /** The next turn looks at all lanes: for what a crash, or another replica, left between two statements. */
    void sweep() {
        sweepDue = true;
    }

    boolean isEmpty() {
        return suspects.isEmpty();
    }

    /** Emits the destinations that have something to claim now. */
    Flux<String> mend() {
        if (sweepDue) {
            return queue.promoteEverywhere().doOnComplete(() -> sweepDue = false);
        }
        Set<Lane> lanes = new HashSet<>();
        while (lanes.size() < GROUP && suspects.peek() != null) {
            lanes.add(suspects.remove());
        }
        return lanes.isEmpty() ? Flux.empty() : queue.promote(lanes).doOnError(failure -> suspects.addAll(lanes));
    }
}
