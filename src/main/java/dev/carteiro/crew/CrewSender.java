package dev.carteiro.crew;

import dev.carteiro.crew.CrewMeters.End;
import dev.carteiro.crew.Said.Reply;
import dev.carteiro.crew.Step.Answered;
import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.delivery.Sender;
import dev.carteiro.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks a crew, and makes what it answers an event of the conversation, unless a person was faster. */
final class CrewSender implements Sender {

    private static final int EXCERPT = 1_000;

    private final Asking asking;
    private final GoingOn goingOn;
    private final RunTable table;
    private final Admission admission;
    private final Surroundings surroundings;

    CrewSender(Asking asking, GoingOn goingOn, RunTable table, Admission admission, Surroundings surroundings) {
        this.asking = asking;
        this.goingOn = goingOn;
        this.table = table;
        this.admission = admission;
        this.surroundings = surroundings;
    }

    /** {@code typing} is null where nobody is to see it. */
    record Surroundings(Proposing proposing, @Nullable TypingShown typing, CrewMeters meters) {}

    @Override
    public Mono<Outcome> send(Delivery delivery, @Nullable String elsewhere) {
        Question question = new Question(delivery);
        return table.find(question)
                .filter(run -> !question.afresh(run))
                .flatMap(run -> wentOn(question, run, elsewhere))
                .switchIfEmpty(Mono.defer(() -> begun(question, elsewhere)));
    }

    /** A crew that waits for a person waits no more where another one has the conversation. */
    private Mono<Outcome> wentOn(Question question, Run run, @Nullable String elsewhere) {
        Mono<Outcome> further =
                Mono.defer(() -> goingOn.on(question, run, elsewhere)).flatMap(step -> finished(question, run, step));
        return run.state() == Run.State.ASKING
                ? admission
                        .late(question)
                        .flatMap(reason -> table.end(run, null)
                                .then(ended(question, End.LATE, Ends.delivered("asked too late: " + reason))))
                        .switchIfEmpty(further)
                : further;
    }

    private Mono<Outcome> begun(Question question, @Nullable String elsewhere) {
        Mono<Outcome> asked = Mono.defer(() -> shown(question, asking.ask(question, elsewhere)))
                .flatMap(step -> finished(question, null, step));
        return table.resumed(question)
                .flatMap(resumed -> resumed && question.events().size() == 1
                        ? Mono.just(Ends.delivered("it was the answer to what the crew has asked"))
                        : admission
                                .refused(question)
                                .map(refusal -> notAsked(question, refusal))
                                .switchIfEmpty(asked));
    }

    private Mono<Step> shown(Question question, Mono<Step> work) {
        TypingShown typing = surroundings.typing();
        return typing == null ? work : typing.during(question, work);
    }

    private Outcome notAsked(Question question, Admission.Refusal refusal) {
        surroundings.meters().ended(question, refusal.end());
        return Ends.delivered("not asked: " + refusal.reason());
    }

    private Mono<Outcome> finished(Question question, @Nullable Run run, Step step) {
        return switch (step) {
            case Answered answered -> answered(question, run, answered);
            case Step.Waiting waiting ->
                waiting.working() ? working(question, waiting.outcome()) : Mono.just(waiting.outcome());
            case Step.Silent silent -> ended(question, End.SILENT, silent.outcome());
            case Step.Stopped stopped ->
                stopped.outcome() instanceof Outcome.Refused
                        ? ended(question, End.FAILED, stopped.outcome())
                        : typed(question, false).thenReturn(stopped.outcome());
        };
    }

    private Mono<Outcome> working(Question question, Outcome outcome) {
        TypingShown typing = surroundings.typing();
        return typing == null || !(outcome instanceof Outcome.Postponed postponed)
                ? Mono.just(outcome)
                : typing.again(question, surroundings.meters().since(question), postponed.after())
                        .thenReturn(outcome);
    }

    private Mono<Outcome> ended(Question question, End end, Outcome outcome) {
        surroundings.meters().ended(question, end);
        return typed(question, false).thenReturn(outcome);
    }

    private Mono<Void> typed(Question question, boolean on) {
        TypingShown typing = surroundings.typing();
        return typing == null ? Mono.empty() : typing.show(question, on);
    }

    /** First what it has said is in the log, then its run ends, then its delivery: whoever dies between them does it once more. */
    private Mono<Outcome> answered(Question question, @Nullable Run run, Answered answered) {
        return (answered.reply().internal() ? Mono.<String>empty() : admission.late(question))
                .flatMap(reason -> late(question, answered, reason))
                .switchIfEmpty(Mono.defer(() -> said(question, answered)))
                .delayUntil(outcome -> run == null ? table.note(question) : table.end(run, null));
    }

    private Mono<Outcome> said(Question question, Answered answered) {
        Reply reply = answered.reply();
        Event.Turn turn = reply.internal() ? null : admission.turn(question);
        return surroundings
                .proposing()
                .reply(question, reply, answered.round(), answered.raw(), turn)
                .then(Mono.fromSupplier(() -> {
                    surroundings.meters().ended(question, reply.handoff() ? End.HANDOFF : End.ANSWERED);
                    return new Outcome.Delivered(new Answer(200, excerpt(reply)));
                }));
    }

    private Mono<Outcome> late(Question question, Answered answered, String reason) {
        if (!admission.keepsLateAnswers()) {
            return ended(question, End.LATE, Ends.delivered("answered too late: " + reason));
        }
        Reply note = new Reply(
                answered.reply().text(),
                false,
                true,
                List.of(),
                answered.reply().attachments());
        return surroundings
                .proposing()
                .reply(question, note, answered.round(), answered.raw(), null)
                .then(Mono.defer(() ->
                        ended(question, End.LATE, Ends.delivered("answered too late, and kept as a note: " + reason))));
    }

    private static String excerpt(Reply reply) {
        String text = reply.text();
        String words = text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
        return reply.handoff() ? "handoff: " + words : words;
    }
}
