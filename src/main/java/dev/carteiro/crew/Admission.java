package dev.carteiro.crew;

import dev.carteiro.crew.CrewMeters.End;
import dev.carteiro.crew.CrewSettings.Manners;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import dev.carteiro.takeover.Takeovers;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Decides whether a crew may be asked, and whether what it says may still be said: people come first. */
final class Admission {

    private static final Logger log = LoggerFactory.getLogger(Admission.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Manners manners;
    private final Takeovers takeovers;
    private final Transcript transcript;
    private final Clock clock;

    Admission(Manners manners, Takeovers takeovers, Transcript transcript, Clock clock) {
        this.manners = manners;
        this.takeovers = takeovers;
        this.transcript = transcript;
        this.clock = clock;
    }

    /** Why a crew is not asked, in a sentence that goes on from there. */
    record Refusal(End end, String reason) {}

    /** Empty where it may be asked. */
    Mono<Refusal> refused(Question question) {
        ConversationKey key = question.conversation();
        return key == null ? Mono.empty() : taken(key).switchIfEmpty(Mono.defer(() -> capped(question, key)));
    }

    private Mono<Refusal> taken(ConversationKey key) {
        return manners.unlessHuman()
                ? takeovers
                        .now(key, new Takeovers.Rules(manners.statuses(), manners.humanFor()), clock.instant())
                        .map(reason -> new Refusal(End.YIELDED, reason))
                : Mono.empty();
    }

    private Mono<Refusal> capped(Question question, ConversationKey key) {
        return transcript
                .proposed(key, question.destination(), MINUTE)
                .filter(count -> count >= manners.mostPerMinute())
                .map(count -> new Refusal(
                        End.CAPPED, "it has answered " + count + " times within a minute: two bots may be talking"))
                .doOnNext(refusal -> log.warn(
                        "event=crew-not-asked id={} destination={} reason=\"{}\"",
                        question.event(),
                        question.destination(),
                        refusal.reason()));
    }

    /** Why what it says comes too late; empty where it does not. */
    Mono<String> late(Question question) {
        ConversationKey key = question.conversation();
        return key == null || !manners.unlessHuman()
                ? Mono.empty()
                : takeovers.since(key, manners.statuses(), question.last());
    }

    boolean keepsLateAnswers() {
        return manners.late() == CrewSettings.Late.NOTE;
    }

    /** For whoever takes the answer on; null where it stands whatever people do. */
    Event.@Nullable Turn turn(Question question) {
        return question.conversation() != null && manners.unlessHuman()
                ? new Event.Turn(question.last(), manners.statuses(), keepsLateAnswers())
                : null;
    }
}
