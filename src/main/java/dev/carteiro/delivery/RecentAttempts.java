package dev.carteiro.delivery;

import dev.carteiro.delivery.Recent.Failure;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one destination's attempts go; what was not attempted, by our own decision, is none. */
final class RecentAttempts {

    /** Reasons are sentences; what somebody's exception adds may be long. */
    private static final int LONGEST_REASON = 300;

    private final Clock clock;
    private final AttemptWindow fiveMinutes;
    private final AttemptWindow hour;
    private volatile @Nullable Failure lastFailure;

    RecentAttempts(Clock clock) {
        this.clock = clock;
        fiveMinutes = new AttemptWindow(Duration.ofMinutes(5), clock);
        hour = new AttemptWindow(Duration.ofHours(1), clock);
    }

    void ended(Outcome outcome, int millis) {
        switch (outcome) {
            case Outcome.Delivered delivered -> add(true, millis);
            case Outcome.Deferred deferred -> failed(deferred.reason(), deferred.answer(), millis);
            case Outcome.Refused refused -> failed(refused.reason(), refused.answer(), millis);
            case Outcome.Gone gone -> failed(gone.reason(), gone.answer(), millis);
            case Outcome.Barred barred -> failed(barred.reason(), barred.answer(), millis);
            case Outcome.Underway underway -> {}
            case Outcome.Postponed postponed -> {}
        }
    }

    private void failed(String reason, @Nullable Answer answer, int millis) {
        add(false, millis);
        lastFailure = new Failure(
                clock.instant(),
                answer == null ? null : answer.status(),
                reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…");
    }

    private void add(boolean delivered, int millis) {
        fiveMinutes.add(delivered, millis);
        hour.add(delivered, millis);
    }

    Recent recent() {
        return new Recent(fiveMinutes.summary(), hour.summary(), lastFailure);
    }
}
