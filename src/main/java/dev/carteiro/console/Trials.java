package dev.carteiro.console;

import dev.carteiro.config.Candidate;
import dev.carteiro.config.ConfigReloader;
import dev.carteiro.event.Recorded;
import dev.carteiro.eventlog.ReceivedQuery;
import dev.carteiro.routing.Router;
import dev.carteiro.routing.Trial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Tries candidates for the configuration on the events of the log: one at a time, and away from the event loops. */
final class Trials {

    /** Conditions that take forever must not: after this, what has been examined is the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So many events wait between the log and the thread that examines them. */
    private static final int AHEAD = 16;

    private final Function<byte[], Candidate<Trial>> candidates;
    private final Log log;
    private final Scheduler scheduler;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    /** Reads recorded events, newest first. */
    interface Log {

        Flux<Recorded> received(ReceivedQuery query, int limit);
    }

    /** {@code candidates} reads a configuration file and may block. */
    Trials(Function<byte[], Candidate<Trial>> candidates, Log log, Scheduler scheduler, Clock clock) {
        this.candidates = candidates;
        this.log = log;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Reads candidates as {@code config} would, to replace the routes of {@code router}. */
    static Function<byte[], Candidate<Trial>> candidates(ConfigReloader config, Router router) {
        return file -> config.rehearse(file, router::trial);
    }

    /**
     * Emits what would change if {@code file} were in force; fails with an {@link ApiProblem} where it could not be, or where
     * another trial runs.
     */
    Mono<TrialResult> run(byte[] file, TrialQuery query) {
        return Mono.using(this::enter, entered -> trial(file).flatMap(trial -> examine(trial, query)), this::leave);
    }

    private boolean enter() {
        if (!running.compareAndSet(false, true)) {
            throw ApiProblem.busy("Another trial is running; one at a time is enough for this machine.");
        }
        return true;
    }

    private void leave(boolean entered) {
        running.set(!entered);
    }

    private Mono<Trial> trial(byte[] file) {
        return Mono.fromCallable(() -> candidates.apply(file))
                .subscribeOn(scheduler)
                .flatMap(candidate -> switch (candidate) {
                    case Candidate.Sound<Trial> sound -> Mono.just(sound.made());
                    case Candidate.Faulty<Trial> faulty -> Mono.error(ApiProblem.faulty(faulty.problems()));
                });
    }

    private Mono<TrialResult> examine(Trial trial, TrialQuery query) {
        Examination examination = new Examination(trial, query, clock.instant().plus(PATIENCE));
        return log.received(query.events(), query.limit() + 1) // one more, to know whether there is more
                .publishOn(scheduler, AHEAD)
                .takeWhile(event -> examination.goesOn(clock.instant()))
                .doOnNext(trial::examine)
                .then(Mono.fromSupplier(examination::result));
    }

    /** How far one trial has come. */
    private static final class Examination {

        private final Trial trial;
        private final TrialQuery query;
        private final Instant deadline;
        private @Nullable String stoppedBy;

        Examination(Trial trial, TrialQuery query, Instant deadline) {
            this.trial = trial;
            this.query = query;
            this.deadline = deadline;
        }

        /** Whether there is room for one more event. */
        boolean goesOn(Instant now) {
            stoppedBy = trial.has(query.limit()) ? "limit" : now.isBefore(deadline) ? null : "time";
            return stoppedBy == null;
        }

        TrialResult result() {
            return new TrialResult(query.events(), stoppedBy, trial.report());
        }
    }
}
