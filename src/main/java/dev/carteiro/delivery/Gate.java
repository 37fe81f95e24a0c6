package dev.carteiro.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether attempts may start at all: not while an operator, the destination itself or its breaker says no. */
final class Gate {

    private final Protections protections;
    private final Clock clock;
    private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.USUAL);
    private volatile boolean newer;
    private volatile Instant barredUntil = Instant.EPOCH;

    Gate(Protections protections, Clock clock) {
        this.protections = protections;
        this.clock = clock;
    }

    Standing standing() {
        return standing.get();
    }

    /** What all replicas know; what this one knows of the destination's wishes before them is kept. */
    void apply(Standing told) {
        standing.updateAndGet(now -> newer ? told.with(now) : told);
    }

    /** What the destination has asked for is known to all. */
    void known() {
        newer = false;
    }

    /** The destination wants nothing before then; a shorter wish does not end a longer one. True where that is news. */
    boolean quiet(Instant until) {
        newer = true;
        Standing before = standing.getAndUpdate(now -> now.quiet(until));
        return until.isAfter(before.quietUntil());
    }

    /**
     * Nothing can go there before then, as it is configured now; another configuration has another gate. True where that is
     * news.
     */
    boolean bar(Instant until) {
        boolean news = !barredUntil.isAfter(clock.instant());
        barredUntil = until;
        return news;
    }

    /** What operators are shown: who is barred is left alone like one that has asked for patience. */
    Standing shown() {
        Standing now = standing.get().quiet(barredUntil);
        return now.quietExactly(SteadyClock.shown(clock, now.quietUntil()));
    }

    /** The destination wants nothing more at all. True where that is news. */
    boolean disable(String reason) {
        newer = true;
        Instant at = clock.instant();
        return standing.getAndUpdate(now -> now.disable(reason, at)).disabled() == null;
    }

    /** Why nothing may start now, in the form of an attempt that was not made; absent where it may. */
    Outcome.@Nullable Postponed closed() {
        Standing now = standing.get();
        if (now.disabled() != null) {
            return new Outcome.Postponed("destination disabled", Duration.ZERO);
        }
        if (now.paused()) {
            return new Outcome.Postponed("destination paused", Duration.ZERO);
        }
        Duration quiet = until(now.quietUntil());
        if (quiet.isPositive()) {
            return new Outcome.Postponed("destination asked for patience", quiet);
        }
        Duration barred = until(barredUntil);
        if (barred.isPositive()) {
            return new Outcome.Postponed("nothing can go there until somebody mends it", barred);
        }
        return protections.breaker() == BreakerState.OPEN
                ? new Outcome.Postponed("circuit breaker open", until(protections.probeAt()))
                : null;
    }

    private Duration until(Instant moment) {
        Duration left = Duration.between(clock.instant(), moment);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
