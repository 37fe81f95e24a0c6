package dev.carteiro.crew;

import dev.carteiro.crew.Platform.Told;
import dev.carteiro.crew.Run.Asked;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Takes a run that was begun earlier, here or by another replica, one step further. */
final class GoingOn {

    private final Runs runs;
    private final Platform platform;
    private final KickoffAsking.Place place;
    private final AnswerReader reader;
    private final HumanInputs people;

    GoingOn(Runs runs, Platform platform, KickoffAsking.Place place, AnswerReader reader, HumanInputs people) {
        this.runs = runs;
        this.platform = platform;
        this.place = place;
        this.reader = reader;
        this.people = people;
    }

    Mono<Step> on(Question question, Run run, @Nullable String elsewhere) {
        return switch (run.state()) {
            case BEGUN -> runs.unsure(run, "the router was stopped in that moment");
            case UNSURE ->
                runs.overdue(run)
                        ? runs.failed(run, "whether the crew has begun is not known, and it has not called in time")
                        : Mono.just(runs.later(run, "waiting for the crew's call"));
            case RUNNING -> runs.overdue(run) ? runs.failed(run, overdue(run)) : asked(run, elsewhere);
            case ASKING ->
                runs.overdue(run)
                        ? runs.failed(run, "the crew has asked a person, and nobody has answered in time")
                        : answered(question, run, elsewhere);
            case SAID -> said(run, run.answer() == null ? new byte[0] : run.answer());
            case ENDED -> Mono.just(ended(run));
        };
    }

    private static String overdue(Run run) {
        return "the crew has not answered in time; its run is " + run.kickoffId();
    }

    /** What became of it was not written down with the delivery. */
    private static Step ended(Run run) {
        String failure = run.failure();
        return failure == null
                ? new Step.Silent(Ends.delivered("its run has ended before"))
                : new Step.Stopped(Ends.refused(failure));
    }

    private Mono<Step> asked(Run run, @Nullable String elsewhere) {
        String id = run.kickoffId();
        return id == null
                ? Mono.just(runs.working(run, "the crew is at work"))
                : platform.status(place.base(elsewhere), id).flatMap(told -> switch (told) {
                    case Told.Done done -> status(run, RunStatus.of(done.body()));
                    // Whoever cannot be asked just now may be able to call, and is asked again: CrewAI's own tools do
                    // the same.
                    case Told.Refused refused -> Mono.just(runs.working(run, "its status: " + refused.reason()));
                    case Told.Unreached away -> Mono.just(runs.working(run, "its status: " + away.reason()));
                    case Told.Unknown unknown -> Mono.just(runs.working(run, "its status: " + unknown.reason()));
                });
    }

    private Mono<Step> status(Run run, RunStatus status) {
        return switch (status) {
            case RunStatus.Running running -> Mono.just(runs.working(run, "the crew is at work"));
            case RunStatus.Done done -> {
                byte[] answer = done.result().toString().getBytes(StandardCharsets.UTF_8);
                yield runs.table().say(run, null, answer).then(said(run, answer));
            }
            case RunStatus.Failed failed -> runs.failed(run, "the crew says that it has failed: " + failed.reason());
            case RunStatus.Paused paused ->
                paused.task() == null || runs.pace().callback()
                        ? Mono.just(runs.later(run, "the crew waits for a person, and has not told us what it asks"))
                        : runs.table()
                                .ask(run, null, Asked.of(paused.task(), ""), HumanInputs.PATIENCE)
                                .thenReturn(runs.later(run, "the crew waits for a person"));
        };
    }

    private Mono<Step> said(Run run, byte[] answer) {
        return switch (reader.read(answer)) {
            case Said.Reply reply -> Mono.just(new Step.Answered(reply, run.round(), answer));
            case Said.Failed failed -> runs.failed(run, failed.reason());
            case Said.Nothing nothing -> silent(run);
            case Said.Begun begun -> silent(run);
        };
    }

    private Mono<Step> silent(Run run) {
        return runs.table().end(run, null).thenReturn(new Step.Silent(Ends.delivered("the crew has nothing to say")));
    }

    private Mono<Step> answered(Question question, Run run, @Nullable String elsewhere) {
        Asked asked = run.asked();
        if (asked == null) {
            return runs.failed(run, "the crew has asked a person, and did not say what");
        }
        return people.answer(question, run, asked)
                .flatMap(answer -> resume(run, asked, answer, elsewhere))
                .switchIfEmpty(
                        Mono.fromSupplier(() -> runs.later(run, "the crew waits for a person", HumanInputs.LOOK)));
    }

    private Mono<Step> resume(Run run, Asked asked, HumanInputs.Words words, @Nullable String elsewhere) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("execution_id", String.valueOf(run.kickoffId()));
        body.put("task_id", asked.task());
        body.put("human_feedback", words.text());
        body.put("is_approve", words.approves());
        body.putAll(place.hooks(run));
        return platform.resume(place.base(elsewhere), body).flatMap(told -> switch (told) {
            case Told.Done done -> resumed(run, words);
            // It does not wait any more: an earlier attempt's answer was lost, or somebody else was faster.
            case Told.Refused refused when refused.status() == 400 -> resumed(run, words);
            case Told.Refused refused when refused.status() >= 500 -> again("resume: " + refused.reason());
            case Told.Refused refused -> runs.failed(run, "resume: " + refused.reason());
            case Told.Unreached away -> again("resume: " + away.reason());
            case Told.Unknown unknown -> again("resume: " + unknown.reason());
        });
    }

    /** A run that goes on already refuses to be resumed, so nothing is done twice by this. */
    private static Mono<Step> again(String reason) {
        return Mono.just(new Step.Stopped(Ends.deferred(reason)));
    }

    private Mono<Step> resumed(Run run, HumanInputs.Words words) {
        return runs.table()
                .resume(run, words.event(), runs.pace().giveUp())
                .thenReturn(runs.working(run, "the run goes on"));
    }
}
