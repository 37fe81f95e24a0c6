package dev.carteiro.listener;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** After what time a lost stream is tried again: twice as long each time, half of it left to chance. */
final class Backoff {

    private static final long FIRST = 1_000;
    private static final long LONGEST = 60_000;

    /** Somebody has to change something first; a server that sees a wrong key every few seconds may lock us out. */
    private static final long REFUSED = 60_000;

    private Backoff() {}

    /** {@code failures} counts from 1. */
    static Duration after(int failures, boolean refused, RandomGenerator random) {
        long full = refused ? REFUSED : Math.min(LONGEST, FIRST << Math.min(failures - 1, 10));
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
