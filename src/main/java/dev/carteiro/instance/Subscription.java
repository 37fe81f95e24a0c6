package dev.carteiro.instance;

import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.source.Gateway;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What an Evolution server is asked to tell us of an instance, and how it is to prove that it is it. */
final class Subscription {

    /** What every 2.x knows (webhook.schema.ts of 2.2.3). */
    private static final List<String> ALWAYS = List.of(
            "QRCODE_UPDATED",
            "CONNECTION_UPDATE",
            "MESSAGES_SET",
            "MESSAGES_UPSERT",
            "MESSAGES_EDITED",
            "MESSAGES_UPDATE",
            "MESSAGES_DELETE",
            "SEND_MESSAGE",
            "CONTACTS_UPSERT",
            "CONTACTS_UPDATE",
            "PRESENCE_UPDATE",
            "CALL",
            "LOGOUT_INSTANCE",
            "REMOVE_INSTANCE");

    /** Since 2.3.0; one name that a server does not know makes it refuse them all. */
    private static final List<String> NEWER = Stream.concat(
                    ALWAYS.stream(), Stream.of("SEND_MESSAGE_UPDATE", "STATUS_INSTANCE"))
            .toList();

    private final EvolutionApi api;
    private final Gateway gateway;
    private final @Nullable String publicUrl;

    Subscription(EvolutionApi api, Gateway gateway, @Nullable String publicUrl) {
        this.api = api;
        this.gateway = gateway;
        this.publicUrl = publicUrl;
    }

    /** Where its events are to be sent; null where nobody has said how we are reached. */
    @Nullable String url() {
        return publicUrl == null ? null : publicUrl + "/webhook/" + gateway.source();
    }

    Mono<Reply> webhook(String instance) {
        return newest(events -> api.setWebhook(instance, webhook(events)));
    }

    Mono<Reply> websocket(String instance) {
        return newest(events -> api.setWebsocket(instance, Map.of("enabled", true, "events", events)));
    }

    private static Mono<Reply> newest(java.util.function.Function<List<String>, Mono<Reply>> call) {
        return call.apply(NEWER)
                .flatMap(reply -> reply instanceof Reply.Failed failed && failed.fault() == Fault.REFUSED
                        ? call.apply(ALWAYS)
                        : Mono.just(reply));
    }

    private Map<String, Object> webhook(List<String> events) {
        Map<String, Object> webhook = new LinkedHashMap<>();
        webhook.put("enabled", true);
        webhook.put("url", String.valueOf(url()));
        webhook.put("headers", headers());
        webhook.put("byEvents", false);
        webhook.put("base64", false);
        webhook.put("events", events);
        return webhook;
    }

    /** With a jwt_key Evolution signs a token of its own for each event (2.3.0 and later), in place of ours. */
    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        String token = gateway.guards().token();
        String jwtKey = gateway.guards().jwtKey();
        if (token != null) {
            headers.put("authorization", "Bearer " + token);
        }
        if (jwtKey != null) {
            headers.put("jwt_key", jwtKey);
        }
        return headers;
    }
}
