package dev.carteiro.delivery;

import java.time.Duration;
import java.time.Instant;

/** The steps into which a time until {@code now} is cut: as many as a chart can show, each a whole part of an hour or day. */
record FlowWindow(Instant from, Instant now, Duration step) {

    static FlowWindow of(Instant since, Instant now) {
        Duration step = step(Duration.between(since, now));
        return new FlowWindow(floor(since, step), now, step);
    }

    private static Duration step(Duration span) {
        if (span.compareTo(Duration.ofHours(2)) <= 0) {
            return Duration.ofMinutes(1);
        }
        if (span.compareTo(Duration.ofHours(12)) <= 0) {
            return Duration.ofMinutes(5);
        }
        return span.compareTo(Duration.ofDays(2)) <= 0 ? Duration.ofMinutes(30) : Duration.ofHours(2);
    }

    private static Instant floor(Instant moment, Duration step) {
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), step.toSeconds()) * step.toSeconds());
    }

    int length() {
        return Math.toIntExact(Duration.between(from, floor(now, step)).dividedBy(step)) + 1;
    }
}
