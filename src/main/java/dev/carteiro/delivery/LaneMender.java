package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.delivery.DeliveryQueue.Moved;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Gives lanes a head again. A delivery that is written in the moment in which the one before it is settled sees that one
 * still, and is not seen by its settling; then nobody makes it head.
 */
final class LaneMender {

    private static final int GROUP = 512;

    /** Beyond so many it is cheaper to look at all lanes. */
    private static final int MOST_SUSPECTS = 10_000;

    /** On a busy router some lane needs it at almost every turn; together they cost no more than one. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DeliveryQueue queue;
    private final Scheduler timer;
    private final Runnable another;
    private final AtomicBoolean arranged = new AtomicBoolean();
    private volatile long next; // in nanoseconds of the timer, which no clock that is set can change
    private final Set<Lane> suspects = ConcurrentHashMap.newKeySet();
    private volatile boolean sweepDue;
    private volatile Disposable inAMoment = () -> {};

    /** {@code another} asks for a turn. */
    LaneMender(DeliveryQueue queue, Scheduler timer, Runnable another) {
        this.queue = queue;
        this.timer = timer;
        this.another = another;
        next = now();
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    /** Has the lane looked at in the first turn in which that may be. */
    void suspect(String destination, String lane) {
        if (suspects.size() < MOST_SUSPECTS) {
            suspects.add(new Lane(destination, lane));
        } else {
            sweepDue = true;
        }
        if (sweepDue || pause() <= 0) {
            another.run();
        } else {
            arrange();
        }
    }

    /** The same for a lane that has lost its head, where a settling is about to come that takes it along. */
    void suspectForSettling(String destination, String lane) {
        if (pause() <= 0) {
            next = now() + PAUSE.toNanos();
        }
        suspect(destination, lane);
    }

    /** Some of the lanes that are suspected, for somebody else to look at. */
    List<Lane> take() {
        List<Lane> lanes = suspects.stream().limit(GROUP).toList();
        lanes.forEach(suspects::remove); // before the look: who suspects one of them during it has it looked at again
        return lanes;
    }

    /** They were not looked at after all. */
    void putBack(List<Lane> lanes) {
        suspects.addAll(lanes);
    }

    /** There is nothing to be reminded of any more. */
    void stop() {
        inAMoment.dispose();
    }

    /** The next turn looks at all lanes: for what a crash, or another replica, left between two statements. */
    void sweep() {
        sweepDue = true;
    }

    /** Whether the next turn has something to mend. */
    boolean isDue() {
        return !suspects.isEmpty() && pause() <= 0;
    }

    /** Nanoseconds until the next mending may begin. */
    private long pause() {
        return next - now();
    }

    private void arrange() {
        if (arranged.compareAndSet(false, true)) {
            inAMoment = timer.schedule(this::remind, Math.max(0, pause()), TimeUnit.NANOSECONDS);
        }
    }

    private void remind() {
        arranged.set(false);
        another.run();
    }

    /** Emits the new heads; {@code chain} says where those of these lanes may be leased at once. */
    Flux<Moved> mend(Function<Collection<Lane>, Chain> chain) {
        if (sweepDue) {
            sweepDue = false; // before the look: what is asked for during it is another one
            return queue.promoteEverywhere()
                    .map(destination -> new Moved(destination, null))
                    .doOnError(failure -> sweepDue = true);
        }
        if (suspects.isEmpty()) {
            return Flux.empty();
        }
        if (pause() > 0) {
            arrange();
            return Flux.empty();
        }
        next = now() + PAUSE.toNanos();
        List<Lane> lanes = take();
        if (!suspects.isEmpty()) {
            arrange();
        }
        return queue.promote(lanes, chain.apply(lanes)).doOnError(failure -> putBack(lanes));
    }
}
