package dev.carteiro.destination;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops an evaluation that takes too long, goes too deep or grows too large. It is asked at each step, so no step may be
 * unbounded itself: see {@link TransformFunctions}. The library's own bounds know time and depth only.
 */
final class TransformWatch implements Jsonata.EntryCallback, Jsonata.ExitCallback {

    /** Characters and items of any one value, shared parts counted as often as they are met. */
    static final int LARGEST_VALUE = 1 << 20;

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int DEEPEST = 500;
    private static final long MOST_ALLOCATED = 64 << 20;

    /** Looking at the clocks takes longer than a step. */
    private static final int STEPS_PER_LOOK = 64;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Clock clock;
    private final IdentityHashMap<Object, Long> sizes = new IdentityHashMap<>();
    private long startedAt;
    private long startedNanos;
    private long startedCpu;
    private long startedAllocated;
    private int depth;
    private int steps;
    private @Nullable String stopped;

    TransformWatch(Clock clock) {
        this.clock = clock;
    }

    void begin() {
        sizes.clear();
        startedAt = clock.millis();
        startedNanos = System.nanoTime();
        startedCpu = THREADS.getCurrentThreadCpuTime();
        startedAllocated = THREADS.getCurrentThreadAllocatedBytes();
        depth = 0;
        steps = 0;
        stopped = null;
    }

    /** When the evaluation began, in milliseconds since the epoch. */
    long startedAt() {
        return startedAt;
    }

    /** Why it was stopped, null where it was not; the library may have wrapped the exception in others of its own. */
    @Nullable String stopped() {
        return stopped;
    }

    @Override
    public void callback(Parser.Symbol step, Object input, Jsonata.Frame environment) {
        if (++depth > DEEPEST) {
            throw stop("the transform goes deeper than " + DEEPEST + " steps; does it call itself without end?");
        }
        look();
    }

    @Override
    public void callback(Parser.Symbol step, Object input, Jsonata.Frame environment, @Nullable Object result) {
        depth--;
        fits(size(result));
    }

    /** One small step more; throws where it is one too many. */
    void look() {
        if (stopped != null) { // and something on the way here has caught the exception
            throw new TransformStoppedException(stopped);
        }
        if (++steps % STEPS_PER_LOOK == 0) {
            examine();
        }
    }

    /** Throws where a value of so many characters and items is too large. */
    void fits(long size) {
        if (size > LARGEST_VALUE) {
            throw stop("the transform makes a value of more than " + LARGEST_VALUE + " characters and items");
        }
    }

    private void examine() {
        if (Thread.currentThread().isInterrupted()) {
            throw stop("the transform was given up");
        }
        // Of the processor's time: a busy machine is no fault of the event's.
        if (System.nanoTime() - startedNanos > LONGEST.toNanos()
                && THREADS.getCurrentThreadCpuTime() - startedCpu > LONGEST.toNanos()) {
            throw stop("the transform takes more than " + LONGEST.toMillis() + " ms");
        }
        if (THREADS.getCurrentThreadAllocatedBytes() - startedAllocated > MOST_ALLOCATED) {
            throw stop("the transform takes more than " + (MOST_ALLOCATED >> 20) + " MiB of memory");
        }
    }

    private TransformStoppedException stop(String reason) {
        stopped = reason;
        return new TransformStoppedException(reason);
    }

    /** Each object and array is counted once and remembered, so that all the counting costs no more than the making. */
    private long size(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text.length();
        }
        Collection<?> parts = parts(value);
        if (value == null || parts == null || parts.size() > LARGEST_VALUE) {
            return parts == null ? 1 : parts.size();
        }
        Long known = sizes.get(value);
        if (known != null) {
            return known;
        }
        long size = 1;
        for (Object part : parts) {
            size += size(part);
        }
        sizes.put(value, size);
        return size;
    }

    private static @Nullable Collection<?> parts(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.values();
        }
        return value instanceof Collection<?> array ? array : null;
    }
}
