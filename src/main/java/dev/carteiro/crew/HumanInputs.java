package dev.carteiro.crew;

import dev.carteiro.crew.CrewSettings.HumanInput;
import dev.carteiro.crew.Run.Asked;
import dev.carteiro.event.ConversationKey;
import java.time.Duration;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** Lets a crew ask a person: the people of the team, by a private note, or the customer. The next thing that they write is the answer. */
final class HumanInputs {

    /** People sleep. */
    static final Duration PATIENCE = Duration.ofHours(24);

    static final Duration LOOK = Duration.ofSeconds(3);

    private static final Pattern YES = Pattern.compile(
            "(?iU)\\s*(ok|okay|sim|s|yes|y|aprovo|aprovado|approve|approved|pode|pode enviar|certo|\uD83D\uDC4D)[\\s.!]*");

    private final HumanInput from;
    private final Proposing proposing;
    private final Transcript transcript;
    private final RunTable table;
    private final Admission admission;

    HumanInputs(HumanInput from, Proposing proposing, Transcript transcript, RunTable table, Admission admission) {
        this.admission = admission;
        this.from = from;
        this.proposing = proposing;
        this.transcript = transcript;
        this.table = table;
    }

    /**
     * What a person has answered.
     *
     * @param event its position
     * @param approves whether the crew may go on with what it has; else it tries again with what was said
     */
    record Words(long event, String text, boolean approves) {}

    /** Empty while there is none; whoever is to be asked is asked first. */
    Mono<Words> answer(Question question, Run run, Asked asked) {
        ConversationKey key = question.conversation();
        if (key == null) {
            return Mono.empty();
        }
        if (!asked.told()) {
            return proposing
                    .ask(question, run, asked, from, from == HumanInput.AGENTS ? null : admission.turn(question))
                    .then(Mono.defer(() -> table.told(run)))
                    .then(Mono.empty());
        }
        return from == HumanInput.AGENTS
                ? transcript
                        .note(key, asked.after())
                        .map(line -> new Words(line.position(), line.text(), isYes(line.text())))
                : transcript.received(key, asked.after()).map(line -> new Words(line.position(), line.text(), true));
    }

    private static boolean isYes(String text) {
        return YES.matcher(text).matches();
    }
}
