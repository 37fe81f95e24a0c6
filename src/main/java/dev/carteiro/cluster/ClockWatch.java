package dev.carteiro.cluster;

import java.util.function.LongSupplier;

/** Sees when the machine's clock is set, against the one that nobody can set. For one thread at a time. */
final class ClockWatch {

    /** A clock that is kept right is moved less than this between two looks. */
    private static final long NOISE_MILLIS = 500;

    private final LongSupplier wall;
    private final LongSupplier steady;
    private long apart;

    /** {@code wall} in milliseconds, {@code steady} in nanoseconds. */
    ClockWatch(LongSupplier wall, LongSupplier steady) {
        this.wall = wall;
        this.steady = steady;
        apart = apart();
    }

    private long apart() {
        return wall.getAsLong() - steady.getAsLong() / 1_000_000;
    }

    /** Whether it was set since the last look. */
    boolean jumped() {
        long now = apart();
        boolean jumped = Math.abs(now - apart) > NOISE_MILLIS;
        apart = now;
        return jumped;
    }
}
