package dev.carteiro.bridge;

import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Shows agents on their messages that they did not reach WhatsApp, and why; and that they did after all. */
final class Feedback {

    private static final Logger log = LoggerFactory.getLogger(Feedback.class);

    /** A hiccup is over by then. */
    private static final int SHOWN_AFTER = 3;

    private final Link link;
    private final int attempts;

    Feedback(Link link, int attempts) {
        this.link = link;
        this.attempts = attempts;
    }

    Mono<Void> stopped(Delivery delivery, Written written, Outcome outcome) {
        String reason = reason(delivery, outcome);
        Mono<Void> left = isLast(delivery, outcome) ? link.messages().abandon(written.id()) : Mono.empty();
        return reason == null ? left : left.then(shown(written, "failed", reason));
    }

    private boolean isLast(Delivery delivery, Outcome outcome) {
        return outcome instanceof Outcome.Deferred && delivery.spent() + 1 >= attempts;
    }

    private @Nullable String reason(Delivery delivery, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused
            when refused.reason().equals(Ends.NOT_ON_WHATSAPP) -> link.phrases().say(Phrase.NOT_ON_WHATSAPP);
            case Outcome.Refused refused -> link.phrases().say(Phrase.NOT_SENT, refused.reason());
            case Outcome.Gone gone -> link.phrases().say(Phrase.NOT_SENT, gone.reason());
            case Outcome.Deferred deferred ->
                isLast(delivery, outcome)
                        ? link.phrases().say(Phrase.NOT_SENT, deferred.reason())
                        : delivery.attempts() + 1 == SHOWN_AFTER
                                ? link.phrases().say(Phrase.NOT_SENT_YET, deferred.reason())
                                : null;
            case Outcome.Barred barred ->
                delivery.attempts() == 0 ? link.phrases().say(Phrase.NOT_SENT_YET, barred.reason()) : null;
            case Outcome.Underway underway -> null;
            case Outcome.Postponed postponed -> null;
            case Outcome.Delivered delivered -> null;
        };
    }

    /** Takes back what was shown before; receipts that have come meanwhile are not forgotten by it. */
    Mono<Void> sent(Delivery delivery, Written written) {
        return delivery.attempts() == 0
                ? Mono.empty()
                : shown(written, "sent", null)
                        .then(link.messages()
                                .parts(written.id())
                                .reduce(Progress.READ, (least, row) -> Math.min(least, row.status())))
                        .flatMap(least -> {
                            String word = Progress.word(least);
                            return word == null ? Mono.empty() : shown(written, word, null);
                        });
    }

    /** Where it cannot be shown, the log and the delivery have it. */
    private Mono<Void> shown(Written written, String status, @Nullable String reason) {
        return link.sides().chatwoot() == null
                ? Mono.empty()
                : link.chatwoot()
                        .api()
                        .status(written.conversationId(), written.id(), status, reason)
                        .doOnNext(reply -> {
                            if (reply instanceof ChatwootReply.Failed failed) {
                                log.warn(
                                        "event=status-not-shown bridge={} message={} status={} reason=\"{}\"",
                                        link.name(),
                                        written.id(),
                                        status,
                                        failed.reason());
                            }
                        })
                        .then();
    }
}
