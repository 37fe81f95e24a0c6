package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Lane;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;

/**
 * Gives lanes a head again. A delivery that is written in the moment in which the one before it is settled sees that one
 * still, and is not seen by its settling; then nobody makes it head.
 */
final class LaneMender {

    private static final int GROUP = 512;

    /** Beyond so many it is cheaper to look at all lanes. */
    private static final int MOST_SUSPECTS = 10_000;

    private final DeliveryQueue queue;
    private final Set<Lane> suspects = ConcurrentHashMap.newKeySet();
    private volatile boolean sweepDue;

    LaneMender(DeliveryQueue queue) {
        this.queue = queue;
    }

    void suspect(String destination, String lane) {
        if (suspects.size() < MOST_SUSPECTS) {
            suspects.add(new Lane(destination, lane));
        } else {
            sweepDue = true;
        }
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
            sweepDue = false; // before the look: what is asked for during it is another one
            return queue.promoteEverywhere().doOnError(failure -> sweepDue = true);
        }
        List<Lane> lanes = suspects.stream().limit(GROUP).toList();
        lanes.forEach(suspects::remove); // before the look: who suspects one of them during it has it looked at again
        return lanes.isEmpty() ? Flux.empty() : queue.promote(lanes).doOnError(failure -> suspects.addAll(lanes));
    }
}
