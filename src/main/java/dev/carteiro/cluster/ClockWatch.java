package dev.carteiro.cluster;

/** Sees when the machine's clock is set, against the one that nobody can set. For one thread at a time. */
final class ClockWatch {

    /** A clock that is kept right is moved less than this between two looks. */
    private static final long NOISE_MILLIS = 500;

    private long apart = apart();

    private static long apart() {
        return System.currentTimeMillis() - System.nanoTime() / 1_000_000;
    }

    /** Whether it was set since the last look. */
    boolean jumped() {
        long now = apart();
        boolean jumped = Math.abs(now - apart) > NOISE_MILLIS;
        apart = now;
        return jumped;
    }
}
