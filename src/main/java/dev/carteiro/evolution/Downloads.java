package dev.carteiro.evolution;

import dev.carteiro.evolution.Download.Failed;
import dev.carteiro.evolution.Download.Found;
import dev.carteiro.evolution.Download.None;
import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.network.Exchange;
import dev.carteiro.network.Exchanges;
import dev.carteiro.network.MediaTooLargeException;
import dev.carteiro.network.Spool;
import dev.carteiro.network.Spooled;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** Has files of messages decrypted by an Evolution server, which sends them as base64 in JSON. */
final class Downloads {

    /** In bytes: what an answer may have besides the file. */
    private static final int MOST_ELSE = 1 << 20;

    /** What is fetched ahead of the decoding, in pieces. */
    private static final int AHEAD = 2;

    private final Calls calls;
    private final Spool spool;

    Downloads(Calls calls, Spool spool) {
        this.calls = calls;
        this.spool = spool;
    }

    Mono<Download> of(String instance, Object message) {
        return calls.<Download>streamed(
                        "/chat/getBase64FromMediaMessage/" + Calls.segment(instance),
                        Map.of("message", message, "convertToMp4", false),
                        this::read,
                        unanswered -> new Failed(Replies.failed(unanswered)))
                .onErrorResume(Downloads::unusable);
    }

    private Mono<Download> read(int status, Flux<byte[]> answer) {
        if (status < 200 || status >= 300) {
            return Exchanges.collected(answer, MOST_ELSE)
                    .map(body -> refused(Sends.reply(new Exchange.Answered(status, body))));
        }
        Base64Member member = new Base64Member(MOST_ELSE);
        Flux<byte[]> file = answer.publishOn(Schedulers.parallel(), AHEAD)
                .map(member::decoded)
                .concatWith(Mono.fromSupplier(member::end))
                .filter(bytes -> bytes.length > 0);
        return spool.of(file).map(spooled -> found(Replies.of(status, member.rest()), spooled));
    }

    private static Download found(Reply rest, Spooled file) {
        if (rest instanceof Reply.Done done && file.size() > 0) {
            String mimetype = text(done.body(), "mimetype");
            return new Found(
                    mimetype == null ? "application/octet-stream" : mimetype, text(done.body(), "fileName"), file);
        }
        file.close();
        return rest instanceof Reply.Done ? new None("the server has no file for it") : refused(rest);
    }

    private static @Nullable String text(JsonNode body, String name) {
        String text = body.path(name).asString("");
        return text.isBlank() ? null : text;
    }

    private static Download refused(Reply reply) {
        return switch (reply) {
            case Reply.Done odd -> new None("the server has no file for it");
            case Reply.Failed failed
            when failed.reason().contains("Message not found") -> new None("the server does not know the message");
            case Reply.Failed failed
            when failed.reason().contains("not of the media type") -> new None("the message has no file");
            case Reply.Failed failed -> new Failed(failed);
        };
    }

    private static Mono<Download> unusable(Throwable failure) {
        Fault fault = failure instanceof MediaTooLargeException ? Fault.REFUSED : Fault.BROKEN;
        return Mono.just(new Failed(new Reply.Failed(fault, reason(failure))));
    }

    private static String reason(Throwable failure) {
        boolean known = failure instanceof MediaTooLargeException
                || failure instanceof Base64Text.NotBase64Exception
                || failure instanceof Base64Member.TooMuchElseException
                || failure instanceof Exchanges.OverlongException;
        return known ? String.valueOf(failure.getMessage()) : failure.toString();
    }
}
