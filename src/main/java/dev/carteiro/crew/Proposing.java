package dev.carteiro.crew;

import dev.carteiro.crew.CrewSettings.HumanInput;
import dev.carteiro.crew.Run.Asked;
import dev.carteiro.crew.Said.Reply;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.ingest.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Makes what a crew says into events of the conversation, whose source is the destination, and which go where the routes say. */
final class Proposing {

    /** Chatwoot takes so many characters (message.rb), and WhatsApp far fewer. */
    private static final int LONGEST = 150_000;

    private final Supplier<FrontDoor> door;
    private final Clock clock;

    Proposing(Supplier<FrontDoor> door, Clock clock) {
        this.door = door;
        this.clock = clock;
    }

    /**
     * Emits when it is in the log, however often it is said; what it has cost must not be lost because the log is away for a
     * moment.
     *
     * @param turn null where it stands whatever people do
     */
    Mono<Void> reply(Question question, Reply reply, int round, byte[] raw, Event.@Nullable Turn turn) {
        Event.ReplyProposed event = new Event.ReplyProposed(
                cut(reply.text()), reply.attachments(), reply.handoff(), reply.labels(), reply.internal(), turn);
        return append(question, question.key(round), event, raw);
    }

    /** What a crew asks in the middle of its work: of the customer, or in a note to the people of the team. */
    Mono<Void> ask(Question question, Run run, Asked asked, HumanInput from, Event.@Nullable Turn turn) {
        String words = asked.question().isBlank() ? "?" : asked.question();
        Event.ReplyProposed event =
                new Event.ReplyProposed(cut(words), List.of(), false, List.of(), from == HumanInput.AGENTS, turn);
        return append(
                question,
                question.key(run.round()) + " asks " + run.until().toEpochMilli(), // which is another one each time
                event,
                asked.question().getBytes(StandardCharsets.UTF_8));
    }

    private Mono<Void> append(Question question, String key, Event.ReplyProposed event, byte[] raw) {
        Fact fact = new Fact(
                question.destination(),
                question.envelope().instance(),
                question.conversation(),
                clock.instant(),
                key,
                event);
        String traceparent = question.envelope().traceparent();
        return Mono.defer(() ->
                        door.get().take(new Reading(List.of(fact), raw, clock.instant(), false, traceparent), null))
                .retryWhen(Retry.backoff(5, Duration.ofMillis(200)))
                .then();
    }

    /** Not through the middle of a character. */
    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = LONGEST - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
