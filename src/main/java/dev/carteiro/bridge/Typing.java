package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.Event;
import dev.carteiro.event.Presence;
import dev.carteiro.evolution.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Shows customers that an agent types. */
final class Typing {

    private static final Duration FRESH = Duration.ofSeconds(10);

    /** For how long WhatsApp shows it; Evolution answers when that is over. */
    private static final Duration SHOWN = Duration.ofSeconds(4);

    /** Longer than a refusal takes. The message that is being typed must not wait behind this. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final Link link;
    private final Recipients recipients;

    Typing(Link link) {
        this.link = link;
        this.recipients = new Recipients(link);
    }

    Mono<Outcome> shown(Delivery delivery, Written written, Event.PresenceChanged presence) {
        Instant told = delivery.event().envelope().receivedAt();
        boolean stale = Duration.between(told, link.tools().clock().instant()).compareTo(FRESH) > 0;
        if (!link.options().typing() || stale || !Boolean.TRUE.equals(presence.agent())) {
            return Ends.done("not to be shown");
        }
        return recipients
                .of(written)
                .filter(chat -> !InstanceTalk.is(chat))
                .flatMap(chat ->
                        shown(link.instance(delivery.event().envelope()), chat, presence.state() == Presence.COMPOSING))
                .switchIfEmpty(Ends.done("not to be shown"));
    }

    /** In the chat, at once. */
    Mono<Outcome> shown(String instance, String chat, boolean on) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("number", chat);
        body.put("presence", on ? "composing" : "paused");
        body.put("delay", on ? SHOWN.toMillis() : 0);
        Mono<Outcome> asked = link.whatsapp()
                .messenger()
                .presence(instance, body)
                .map(reply -> Ends.delivered(
                        reply instanceof Reply.Failed failed ? "not shown: " + failed.reason() : "shown"));
        return asked.timeout(PATIENCE, Ends.done("shown"));
    }
}
