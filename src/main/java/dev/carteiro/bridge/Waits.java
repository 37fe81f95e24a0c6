package dev.carteiro.bridge;

import dev.carteiro.delivery.Outcome;
import dev.carteiro.store.Cause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Tries again what may work later, for as long as that takes. */
final class Waits {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Below that nobody has to be told. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(5);

    /** What fails in a way that nobody has thought of is not tried for ever; these take some five minutes. */
    private static final int MOST_UNEXPECTED = 10;

    private final ImportJournal journal;
    private final Scheduler timer;

    Waits(ImportJournal journal, Scheduler timer) {
        this.journal = journal;
        this.timer = timer;
    }

    /** Fails like the {@code attempt} where that has no sense; {@code what} is the name that it has for the journal. */
    <T> Mono<T> through(Mono<T> attempt, String what) {
        return attempt.retryWhen(Retry.from(failures -> failures.concatMap(signal -> {
            Pause pause = pause(signal.failure(), signal.totalRetries());
            return pause == null ? Mono.error(signal.failure()) : over(pause, what);
        })));
    }

    private record Pause(Duration length, String reason) {}

    private static @Nullable Pause pause(Throwable failure, long before) {
        if (!(failure instanceof StoppedException stopped)) {
            return before < MOST_UNEXPECTED ? new Pause(usual(before), Cause.of(failure)) : null;
        }
        return switch (stopped.outcome()) {
            case Outcome.Delivered delivered -> null;
            case Outcome.Refused refused -> null;
            case Outcome.Gone gone -> null;
            case Outcome.Deferred deferred ->
                new Pause(deferred.after() == null ? usual(before) : deferred.after(), deferred.reason());
            case Outcome.Postponed postponed -> new Pause(postponed.after(), postponed.reason());
            case Outcome.Barred barred -> new Pause(barred.after(), barred.reason());
            case Outcome.Underway underway -> new Pause(underway.after(), underway.reason());
        };
    }

    /** 1 s, doubled each time. */
    private static Duration usual(long before) {
        Duration pause = Duration.ofSeconds(1L << Math.min(before, 10));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    private Mono<Long> over(Pause pause, String what) {
        Mono<Void> told = pause.length().compareTo(WORTH_TELLING) < 0
                ? Mono.empty()
                : journal.waits(what, pause.reason(), pause.length());
        return told.then(Mono.delay(pause.length(), timer));
    }
}
