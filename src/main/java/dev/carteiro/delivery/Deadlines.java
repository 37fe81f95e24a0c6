package dev.carteiro.delivery;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Ends what takes too long. All have the same time, so that who began first is due first, and one timer does for all of
 * them; whoever ends in time has cost no timer.
 */
final class Deadlines {

    /** Of those that have ended behind one that has not, about so many are kept at most. */
    static final int MOST_ENDED = 1_024;

    private final Queue<Deadline> begun = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicBoolean arranged = new AtomicBoolean();
    private final long nanos;
    private final Scheduler timer;

    Deadlines(Duration time, Scheduler timer) {
        nanos = time.toNanos();
        this.timer = timer;
    }

    /** The end of one of them, which comes once. */
    static final class Deadline {

        private static final AtomicIntegerFieldUpdater<Deadline> ENDED =
                AtomicIntegerFieldUpdater.newUpdater(Deadline.class, "ended");

        private final Deadlines deadlines;
        private final long due;
        private volatile Runnable late;
        private volatile int ended;

        private Deadline(Deadlines deadlines, Runnable late) {
            this.deadlines = deadlines;
            this.late = late;
            due = deadlines.now() + deadlines.nanos;
        }

        void begin() {
            deadlines.begun.add(this);
            if (!deadlines.arranged.get()) {
                deadlines.arrange(deadlines.nanos);
            }
        }

        private static void nothing() {}

        /** Whether it ends now, and has not ended before. */
        boolean end() {
            if (!ENDED.compareAndSet(this, 0, 1)) {
                return false;
            }
            late = Deadline::nothing; // who waits behind another must not keep what it has sent
            deadlines.forget();
            deadlines.forgetAllOfMany();
            return true;
        }
    }

    /** Of what begins now; {@code late} is run where it has not ended in time, and has to end it. */
    Deadline of(Runnable late) {
        return new Deadline(this, late);
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    private void arrange(long delay) {
        if (arranged.compareAndSet(false, true)) {
            timer.schedule(this::due, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void due() {
        try {
            for (Deadline first = first(); first != null && first.due - now() <= 0; first = first()) {
                first.late.run();
            }
        } finally {
            arranged.set(false);
            // Also for one who came meanwhile and relied on the timer.
            Deadline next = first();
            if (next != null) {
                arrange(Math.max(next.due - now(), 0));
            }
        }
    }

    /** The first that has not ended. */
    private @Nullable Deadline first() {
        forget();
        return begun.peek();
    }

    /** One that hangs for minutes must not have those remembered that ended in milliseconds meanwhile. */
    private void forgetAllOfMany() {
        if (ended.incrementAndGet() == MOST_ENDED) {
            ended.set(0);
            begun.removeIf(one -> one.ended != 0);
        }
    }

    /** How many are remembered, ended or not. */
    int remembered() {
        return begun.size();
    }

    /** Forgets those at the beginning that have ended. */
    private void forget() {
        for (Deadline first = begun.peek(); first != null && first.ended != 0; first = begun.peek()) {
            begun.remove(first);
        }
    }
}
