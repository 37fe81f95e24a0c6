package dev.carteiro.eventlog;

import java.time.Duration;
import java.time.Instant;

/** Between which positions the events are that were received in a time. Their time of receipt has to be asked for besides. */
public final class Positions {

    /** An id holds the database's clock, and an event's receipt our own: so far apart they may be. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private Positions() {}

    /** No event that was received at {@code since} or later is below this position. */
    public static long from(Instant since) {
        return at(since.minus(CLOCKS));
    }

    /** All events that were received before {@code until} are below this position. */
    public static long before(Instant until) {
        return at(until.plus(CLOCKS));
    }

    /** The first position of a moment, as {@code position_at} in the schema has it. */
    private static long at(Instant moment) {
        return Math.clamp(moment.toEpochMilli(), 0, Long.MAX_VALUE >> 22) << 22;
    }
}
