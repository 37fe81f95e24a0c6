package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Whether an agent's answer, which may have waited for its delivery, is still to be given. */
final class Turns {

    /** Goes on with why. */
    static final String TOO_LATE = "too late: ";

    private final Link link;

    Turns(Link link) {
        this.link = link;
    }

    /** Why it comes too late; empty where it does not. */
    Mono<String> late(Delivery delivery, Event.ReplyProposed reply) {
        Event.Turn turn = reply.turn();
        ConversationKey key = delivery.event().envelope().conversation();
        return turn == null || key == null
                ? Mono.empty()
                : link.tools().takeovers().since(key, turn.statuses(), turn.after());
    }

    /** Whether it is kept as a note then. */
    static boolean keeps(Event.ReplyProposed reply) {
        return reply.turn() != null && reply.turn().late();
    }

    /** What it says, with the addresses of its files, a line each. */
    static String words(Event.ReplyProposed reply) {
        return Stream.concat(Stream.of(reply.text()), reply.attachments().stream())
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }
}
