package dev.carteiro.bridge;

import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Brings how far our messages have come onto Chatwoot's messages, and never back. */
final class Receipts {

    private final Link link;

    Receipts(Link link) {
        this.link = link;
    }

    /** A receipt may have come before its message was there. */
    Mono<Void> early(Row row) {
        String id = row.whatsapp();
        return !row.fromMe() || id == null
                ? Mono.empty()
                : link.receipts()
                        .furthest(id)
                        .filter(status -> Progress.isNews(row.status(), status))
                        .flatMap(status -> shown(row, status).then());
    }

    /** Shows it on the message; one of several parts is as far as the one that is furthest behind. */
    Mono<Outcome> shown(Row row, int status) {
        Long chatwoot = row.chatwoot();
        Long conversation = row.address().conversation();
        if (chatwoot == null || conversation == null) {
            return Ends.done("kept until the message is there");
        }
        return link.messages().parts(chatwoot).collectList().flatMap(parts -> {
            int before = furthestBehind(parts, null, 0);
            int after = furthestBehind(parts, row, status);
            String word = Progress.isNews(before, after) ? Progress.word(after) : null;
            Mono<Outcome> kept = noted(row, status).then(Ends.done("status " + status));
            return word == null
                    ? kept
                    : link.chatwoot()
                            .api()
                            .status(conversation, chatwoot, word, after == Progress.FAILED ? failure() : null)
                            .flatMap(reply -> switch (reply) {
                                case ChatwootReply.Done done -> kept;
                                case ChatwootReply.Failed failed ->
                                    switch (failed.fault()) {
                                        // The message is gone, or of a kind that has no status: nothing is lost by
                                        // that.
                                        case NOT_FOUND, INVALID, TAKEN, TOO_LARGE -> kept;
                                        case UNREACHABLE, UNANSWERED, UNAUTHORIZED, LIMITED, BROKEN ->
                                            Ends.stop(Ends.of(failed));
                                    };
                            });
        });
    }

    /** What WhatsApp did not take may be sent again when its author asks for it. */
    private Mono<Void> noted(Row row, int status) {
        boolean sent = !row.part().isEmpty();
        return link.messages()
                .status(row, status)
                .then(sent && status == Progress.FAILED ? link.messages().state(row, Row.State.FAILED) : Mono.empty());
    }

    private String failure() {
        return link.phrases().say(Phrase.NOT_ACCEPTED);
    }

    private static int furthestBehind(List<Row> parts, @Nullable Row changed, int status) {
        int least = Integer.MAX_VALUE;
        for (Row part : parts) {
            int now = changed != null && part.id() == changed.id() ? status : part.status();
            if (now == Progress.FAILED) {
                return Progress.FAILED;
            }
            least = Math.min(least, now);
        }
        return least == Integer.MAX_VALUE ? 0 : least;
    }
}
