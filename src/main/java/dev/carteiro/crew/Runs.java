package dev.carteiro.crew;

import dev.carteiro.crew.Run.State;
import dev.carteiro.crew.RunTable.Beginning;
import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Outcome;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Begins runs and writes down how they stand. A run goes on in the database, and costs no memory and no slot while it does. */
final class Runs {

    /** The lease went to another replica meanwhile. */
    static final Outcome LOST = new Outcome.Postponed("another replica has it", Duration.ofSeconds(1));

    /** Where the crew calls us, this is how often it is looked whether that call was lost. */
    private static final Duration BACKSTOP = Duration.ofSeconds(15);

    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private static final int TOKEN = 32;

    private final RunTable table;
    private final Pace pace;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    Runs(RunTable table, Pace pace, Clock clock) {
        this.table = table;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * How runs are waited for.
     *
     * @param callback whether the crew calls us
     * @param repeat whether it may be asked once more where nobody knows whether it was
     */
    record Pace(Duration every, Duration giveUp, boolean callback, boolean repeat) {

        Duration check() {
            Duration check = callback && every.compareTo(BACKSTOP) < 0 ? BACKSTOP : every;
            return check.compareTo(giveUp) < 0 ? check : giveUp;
        }
    }

    Pace pace() {
        return pace;
    }

    RunTable table() {
        return table;
    }

    /** Which round the question is in. */
    Mono<Integer> round(Question question) {
        return table.find(question)
                .map(run -> question.afresh(run) ? run.round() + 1 : run.round())
                .defaultIfEmpty(1);
    }

    /** Empty where the delivery is not ours any more. */
    Mono<Run> begin(Question question, State state, @Nullable String kickoffId) {
        byte[] token = new byte[TOKEN];
        random.nextBytes(token);
        return table.begin(
                question,
                new Beginning(Base64.getUrlEncoder().withoutPadding().encodeToString(token), state, kickoffId),
                pace.giveUp());
    }

    /** A run whose crew has told its number before there was anything written down. */
    Mono<Step> begun(Question question, String kickoffId) {
        return begin(question, State.RUNNING, kickoffId)
                .map(run -> waiting(kickoffId))
                .defaultIfEmpty(new Step.Stopped(LOST));
    }

    Mono<Step> running(Run run, String kickoffId) {
        return table.move(run, State.RUNNING, kickoffId)
                .retryWhen(Retry.backoff(5, A_MOMENT)) // whoever forgets the number cannot ask after the run
                .thenReturn(waiting(kickoffId));
    }

    private Step waiting(String kickoffId) {
        String words = "run " + kickoffId + " has begun";
        return new Step.Waiting(new Outcome.Underway(words, pace.check(), new Answer(200, words)), true);
    }

    /** Nothing was begun. */
    Mono<Void> forget(Run run) {
        return table.forget(run);
    }

    Mono<Step> failed(Run run, String reason) {
        return table.end(run, reason).thenReturn(new Step.Stopped(Ends.refused(reason)));
    }

    /**
     * Nobody knows whether the crew has begun. Where it calls us when it is done, that call tells; else a person has to
     * decide, because asking once more may cost twice.
     */
    Mono<Step> unsure(Run run, String reason) {
        String words = "whether the crew has begun is not known (" + reason + ")";
        if (pace.repeat()) {
            return table.forget(run).thenReturn(new Step.Stopped(Ends.deferred(words)));
        }
        return pace.callback()
                ? table.move(run, State.UNSURE, null)
                        .thenReturn(new Step.Waiting(
                                new Outcome.Underway(
                                        words + "; waiting for its call", pace.check(), new Answer(0, words)),
                                false))
                : failed(run, words + "; it is not asked once more by itself (repeat: true allows that)");
    }

    boolean overdue(Run run) {
        return clock.instant().isAfter(run.until());
    }

    /** Not yet; looked at again in a while, when the crew calls, or when it is given up. */
    Step later(Run run, String reason) {
        return later(run, reason, pace.check());
    }

    /** The same for a crew that is at work. */
    Step working(Run run, String reason) {
        return new Step.Waiting(postponed(run, reason, pace.check()), true);
    }

    Step later(Run run, String reason, Duration most) {
        return new Step.Waiting(postponed(run, reason, most), false);
    }

    private Outcome postponed(Run run, String reason, Duration most) {
        Duration left = Duration.between(clock.instant(), run.until()).plusMillis(1);
        return new Outcome.Postponed(reason, left.isPositive() && left.compareTo(most) < 0 ? left : most);
    }
}
