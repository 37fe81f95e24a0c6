package dev.carteiro.cluster;

import java.time.Duration;

/** A rate as a bucket of permits that fills evenly: so many in every {@code per}. */
record Pace(int permits, Duration per) {

    /** So much of the rate may be saved up: a burst is short, and whoever takes permits late loses little. */
    private static final Duration SAVED = Duration.ofMillis(200);

    double perNano() {
        return (double) permits / per.toNanos();
    }

    /** How many permits the bucket holds. */
    int most() {
        return Math.clamp(Math.round(perNano() * SAVED.toNanos()), 1, permits);
    }

    /** Fewer than that are not worth a look at the queue. */
    static double least(double most) {
        return Math.max(1, most / 2);
    }
}
