package dev.carteiro.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time that has passed since we began, on top of what the wall clock said then: it does not jump when that one is set. */
final class SteadyClock extends Clock {

    private final Clock wall;
    private final Instant began;
    private final long nanos = System.nanoTime();

    SteadyClock(Clock wall) {
        this.wall = wall;
        began = wall.instant();
    }

    /** A moment of {@code clock} as the wall clock has it, for people to read. */
    static Instant shown(Clock clock, Instant moment) {
        return clock instanceof SteadyClock steady && !moment.equals(Instant.EPOCH)
                ? steady.wall.instant().plus(Duration.between(steady.instant(), moment))
                : moment;
    }

    @Override
    public Instant instant() {
        return began.plusNanos(System.nanoTime() - nanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nobody reads the hour off this clock");
    }
}
