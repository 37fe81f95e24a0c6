package dev.carteiro.bridge;

import dev.carteiro.bridge.ChatTable.Chat;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.Event;
import dev.carteiro.event.Presence;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Shows agents that a customer types. */
final class CustomerTyping {

    /** Whoever typed so long ago does no longer. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    private final Link link;
    private final People people;

    CustomerTyping(Link link, People people) {
        this.link = link;
        this.people = people;
    }

    Mono<Outcome> shown(Delivery delivery, Event.PresenceChanged presence) {
        Instant told = delivery.event().envelope().receivedAt();
        boolean stale = Duration.between(told, link.tools().clock().instant()).compareTo(FRESH) > 0;
        var conversation = delivery.event().envelope().conversation();
        if (!link.options().typing() || stale || conversation == null) {
            return Ends.done("not to be shown");
        }
        boolean on = presence.state() == Presence.COMPOSING || presence.state() == Presence.RECORDING;
        return people.address(link.instance(delivery.event().envelope()), conversation.conversation())
                .flatMap(address -> link.chats().find(address))
                .filter(chat -> chat.conversation() != null && chat.source() != null)
                .flatMap(chat -> shown(chat, on))
                .switchIfEmpty(Ends.done("there is no conversation yet"));
    }

    /** Typing that is not shown now is never shown: whoever typed has written by then. */
    private Mono<Outcome> shown(Chat chat, boolean on) {
        return link.chatwoot().inbox().known().flatMap(inbox -> {
            String identifier = inbox.identifier();
            Long conversation = chat.conversation();
            String source = chat.source();
            if (identifier == null || conversation == null || source == null) {
                return Ends.done("Chatwoot does not tell the inbox's identifier to this token");
            }
            return link.chatwoot()
                    .api()
                    .typing(identifier, source, conversation, on)
                    .map(reply -> Ends.delivered(
                            reply instanceof ChatwootReply.Failed failed ? "not shown: " + failed.reason() : "shown"));
        });
    }
}
