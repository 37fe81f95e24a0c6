package dev.carteiro.bridge;

import dev.carteiro.bridge.Sending.Target;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Agents' answers that go to WhatsApp without a detour over Chatwoot. */
final class StraightAnswers {

    /** WhatsApp folds what is longer, and shows less of it on some devices. */
    private static final int LONGEST = 4_096;

    private final Link link;
    private final Sending sending;
    private final Turns turns;

    StraightAnswers(Link link) {
        this.link = link;
        this.sending = new Sending(link);
        this.turns = new Turns(link);
    }

    Mono<Outcome> proposed(Delivery delivery, Event.ReplyProposed reply) {
        ConversationKey key = delivery.event().envelope().conversation();
        if (key == null || key.conversation().indexOf('@') < 0) {
            return Ends.refuse("the answer belongs to no WhatsApp chat");
        }
        if (reply.internal()) {
            return Ends.done("a note is not for WhatsApp");
        }
        return turns.late(delivery, reply)
                .flatMap(reason -> Ends.done(Turns.TOO_LATE + reason))
                .switchIfEmpty(Mono.defer(() -> sent(delivery, key, Markdown.toWhatsApp(Turns.words(reply)))));
    }

    /** What WhatsApp shows of one message ends somewhere, so a long answer becomes several. */
    private Mono<Outcome> sent(Delivery delivery, ConversationKey key, String text) {
        List<Part> parts = new ArrayList<>();
        for (String piece : Pieces.of(text, LONGEST)) {
            parts.add(new Part.Text(parts.isEmpty() ? Part.Text.KEY : "text " + parts.size(), piece));
        }
        if (parts.isEmpty()) {
            return Ends.done("no text");
        }
        Target target = new Target(
                link.instance(delivery.event().envelope()),
                key.conversation(),
                -delivery.event().envelope().position(), // Chatwoot's own ids are positive
                null,
                null,
                null);
        return sending.all(target, parts);
    }
}
