package dev.carteiro.bridge;

import dev.carteiro.bridge.Row.State;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.evolution.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Takes back on WhatsApp, for everyone, what was deleted in Chatwoot: all parts of it. */
final class Retractions {

    private final Link link;

    Retractions(Link link) {
        this.link = link;
    }

    Mono<Outcome> deleted(Delivery delivery, Written written) {
        String instance = link.instance(delivery.event().envelope());
        return link.messages()
                .parts(written.id())
                .filter(Retractions::isOurs)
                .concatMap(row -> deleted(instance, row))
                .count()
                .map(count -> Ends.delivered(count + " taken back"));
    }

    /** Nobody can take back what a customer wrote, and a reaction or an edit is no message of its own on WhatsApp. */
    private static boolean isOurs(Row row) {
        String id = row.whatsapp();
        return row.fromMe() && row.state() != State.DELETED && id != null && id.indexOf('#') < 0;
    }

    private Mono<Row> deleted(String instance, Row row) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("id", String.valueOf(row.whatsapp()));
        key.put("remoteJid", row.address().chat());
        key.put("fromMe", true);
        return link.whatsapp().messenger().delete(instance, key).flatMap(reply -> switch (reply) {
            case Reply.Done done -> link.messages().state(row, State.DELETED).thenReturn(row);
            case Reply.Failed failed ->
                switch (failed.fault()) {
                    // It is too old, or gone: there is nothing left to be done.
                    case REFUSED, NOT_ON_WHATSAPP, TAKEN ->
                        link.messages().state(row, State.DELETED).thenReturn(row);
                    case UNREACHABLE, UNANSWERED, UNAUTHORIZED, UNKNOWN, UNLICENSED, BROKEN ->
                        Ends.stop(Ends.of(failed));
                };
        });
    }
}
