package dev.carteiro.delivery;

import java.time.Duration;

/** The bounds of histograms: few, because each destination has them for each outcome. */
final class Buckets {

    /** Of what is over within seconds. */
    static final Duration[] TIMES = durations(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);

    /** Of what may take a day, because somebody has to mend something first. */
    static final Duration[] AGES = durations(
            10, 25, 50, 100, 250, 500, 1_000, 5_000, 15_000, 60_000, 300_000, 1_800_000, 7_200_000, 86_400_000);

    private Buckets() {}

    private static Duration[] durations(long... millis) {
        Duration[] durations = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            durations[i] = Duration.ofMillis(millis[i]);
        }
        return durations;
    }
}
