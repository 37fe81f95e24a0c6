package dev.carteiro.bridge;

import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.evolution.Reply;
import java.time.Duration;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What the answers of Chatwoot and Evolution mean for a delivery. */
final class Ends {

    private static final String WRITTEN = "message ";

    /** How long a destination is left alone where nothing can go there until somebody mends it. */
    private static final Duration BARRED = Duration.ofMinutes(1);

    /** Chatwoot counts by the minute, and does not say when that is over. */
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    static final String NOT_ON_WHATSAPP = "the number is not on WhatsApp";

    private Ends() {}

    static Outcome delivered(String note) {
        return new Outcome.Delivered(new Answer(200, note));
    }

    /** Chatwoot has it as a message of its own. */
    static Outcome written(Row row) {
        return delivered(WRITTEN + row.chatwoot());
    }

    /** Whether it was {@link #written}, and not found to be there or to be nothing that is shown. */
    static boolean isWritten(Outcome outcome) {
        Answer answer = outcome.answer();
        return outcome instanceof Outcome.Delivered
                && answer != null
                && answer.excerpt().startsWith(WRITTEN);
    }

    static Mono<Outcome> done(String note) {
        return Mono.fromSupplier(() -> delivered(note));
    }

    static Outcome barred(String reason) {
        return new Outcome.Barred(reason, BARRED, null);
    }

    static <T> Mono<T> stop(Outcome outcome) {
        return Mono.error(() -> new StoppedException(outcome));
    }

    static <T> Mono<T> refuse(String reason) {
        return stop(new Outcome.Refused(reason, null));
    }

    /** It costs an attempt, so that it does not go on for ever. */
    static <T> Mono<T> defer(String reason) {
        return stop(new Outcome.Deferred(reason, null, null));
    }

    static <T> Mono<T> later(String reason, Duration after) {
        return stop(new Outcome.Postponed(reason, after));
    }

    /** The body of an answer; whatever else came stops the delivery. */
    static Mono<JsonNode> chatwoot(Mono<ChatwootReply> call) {
        return call.flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> Mono.just(done.body());
            case ChatwootReply.Failed failed -> stop(of(failed));
        });
    }

    /** The same for Evolution. */
    static Mono<JsonNode> evolution(Mono<Reply> call) {
        return call.flatMap(reply -> switch (reply) {
            case Reply.Done done -> Mono.just(done.body());
            case Reply.Failed failed -> stop(of(failed));
        });
    }

    static Outcome of(ChatwootReply.Failed failed) {
        Answer answer = failed.status() == 0 ? null : new Answer(failed.status(), failed.reason());
        String reason = "Chatwoot: " + failed.reason();
        return switch (failed.fault()) {
            case UNREACHABLE, UNANSWERED, BROKEN -> new Outcome.Deferred(reason, null, answer);
            case LIMITED ->
                failed.status() == 429
                        ? new Outcome.Deferred(reason, A_MINUTE, answer)
                        : new Outcome.Postponed(reason, A_MINUTE); // one conversation's limit is not the others'
            case UNAUTHORIZED ->
                new Outcome.Barred(
                        reason + "; look at the bridge's chatwoot token and account, and whether the token's user is a"
                                + " member of the inbox",
                        BARRED,
                        answer);
            case NOT_FOUND, TAKEN, INVALID, TOO_LARGE -> new Outcome.Refused(reason, answer);
        };
    }

    static Outcome of(Reply.Failed failed) {
        String reason = "Evolution: " + failed.reason();
        return switch (failed.fault()) {
            case UNREACHABLE, UNANSWERED, BROKEN -> new Outcome.Deferred(reason, null, null);
            case UNAUTHORIZED -> new Outcome.Barred(reason + "; look at the bridge's evolution api-key", BARRED, null);
            case UNLICENSED -> new Outcome.Barred(reason + "; Evolution has to be activated", BARRED, null);
            case UNKNOWN -> new Outcome.Barred(reason + "; look at the bridge's instance", BARRED, null);
            case NOT_ON_WHATSAPP -> new Outcome.Refused(NOT_ON_WHATSAPP, null);
            case TAKEN, REFUSED -> new Outcome.Refused(reason, null);
        };
    }
}
