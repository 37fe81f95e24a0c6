package dev.carteiro.delivery;

import java.time.Clock;
import java.time.Duration;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of the last minutes, in slots that are used again as time goes on: {@link #SLOTS} make the window, and one
 * more is being filled. Whatever comes, it takes no more memory than its slots, 18 KB.
 */
final class AttemptWindow {

    /** What is told is at least the window, and at most a tenth more. */
    static final int SLOTS = 10;

    private static final int LONGEST_MILLIS = 600_000;

    /** Latencies are right to within 6 %; with one digit more a slot would take 8 KB instead of 1.6. */
    private static final int DIGITS = 1;

    private final Clock clock;
    private final long slotMillis;
    private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS + 1];

    AttemptWindow(Duration length, Clock clock) {
        this.clock = clock;
        slotMillis = length.toMillis() / SLOTS;
    }

    /** Of a fixed size: what is recorded does not make it grow. */
    static IntCountsHistogram histogram() {
        return new IntCountsHistogram(1, LONGEST_MILLIS, DIGITS);
    }

    /** What happened in one period; periods are numbered since 1970. */
    private static final class Slot {
        private final IntCountsHistogram latencies = histogram();
        private long period;
        private long delivered;

        private void begin(long next) {
            latencies.reset();
            delivered = 0;
            period = next;
        }
    }

    synchronized void add(boolean delivered, int millis) {
        Slot slot = slot(clock.millis() / slotMillis);
        slot.latencies.recordValue(Math.clamp(millis, 0, LONGEST_MILLIS));
        if (delivered) {
            slot.delivered++;
        }
    }

    private Slot slot(long period) {
        int index = (int) (period % slots.length);
        Slot slot = slots[index];
        if (slot == null) {
            slot = new Slot();
            slot.begin(period);
            slots[index] = slot;
        } else if (slot.period != period) {
            slot.begin(period);
        }
        return slot;
    }

    synchronized Recent.Window summary() {
        long period = clock.millis() / slotMillis;
        IntCountsHistogram latencies = histogram();
        long delivered = 0;
        for (Slot slot : slots) {
            if (slot != null && slot.period > period - slots.length && slot.period <= period) {
                latencies.add(slot.latencies);
                delivered += slot.delivered;
            }
        }
        long attempts = latencies.getTotalCount();
        return attempts == 0
                ? Recent.Window.EMPTY
                : new Recent.Window(
                        attempts,
                        (double) delivered / attempts,
                        latencies.getValueAtPercentile(50),
                        latencies.getValueAtPercentile(95),
                        latencies.getValueAtPercentile(99));
    }
}
