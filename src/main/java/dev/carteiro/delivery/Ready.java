package dev.carteiro.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that have a slot, and how many of them are being attempted. First attempts and repeats take turns, and
 * the repeats never take every place, so that those of a dead endpoint do not keep fresh traffic waiting.
 */
final class Ready {

    private final int most;
    private final int mostAgain;
    private final Queue<Delivery> fresh = new ConcurrentLinkedQueue<>();
    private final Queue<Delivery> again = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger attempting = new AtomicInteger();
    private final AtomicInteger attemptingAgain = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();

    Ready(int concurrency) {
        most = concurrency;
        mostAgain = concurrency - Slots.reserved(concurrency);
    }

    void add(Delivery delivery) {
        waiting.incrementAndGet();
        (delivery.fresh() ? fresh : again).add(delivery);
    }

    /** The next to attempt, if there is one and not too many run. */
    @Nullable Delivery next() {
        Delivery next = tryNext();
        while (next == null && startable()) {
            next = tryNext(); // another thread held a place for a moment, without finding anything to put there
        }
        return next;
    }

    private boolean startable() {
        return attempting.get() < most && (!fresh.isEmpty() || (!again.isEmpty() && attemptingAgain.get() < mostAgain));
    }

    private @Nullable Delivery tryNext() {
        if (attempting.incrementAndGet() > most) {
            attempting.decrementAndGet();
            return null;
        }
        boolean freshFirst = (turns.getAndIncrement() & 1) == 0;
        Delivery next = freshFirst ? fresh.poll() : nextAgain();
        if (next == null) {
            next = freshFirst ? nextAgain() : fresh.poll();
        }
        (next == null ? attempting : waiting).decrementAndGet();
        return next;
    }

    private @Nullable Delivery nextAgain() {
        if (attemptingAgain.incrementAndGet() > mostAgain) {
            attemptingAgain.decrementAndGet();
            return null;
        }
        Delivery next = again.poll();
        if (next == null) {
            attemptingAgain.decrementAndGet();
        }
        return next;
    }

    /** An attempt has ended. */
    void attempted(Delivery delivery) {
        attempting.decrementAndGet();
        if (!delivery.fresh()) {
            attemptingAgain.decrementAndGet();
        }
    }

    /** How many more would start at once. */
    int idle() {
        return most - attempting.get() - waiting.get();
    }

    /** How many are being attempted, or wait for that. */
    int busy() {
        return attempting.get() + waiting.get();
    }

    int attempting() {
        return attempting.get();
    }
}
