package dev.carteiro.source;

import dev.carteiro.event.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Any JSON at all, one event for each element of an array. Two equal bodies are two events, unless their sender says with
 * {@code Idempotency-Key} or {@code webhook-id} that they are one.
 */
final class GenericDecoder implements Decoder {

    private final String name;
    private final SourceSettings settings;

    GenericDecoder(String name, SourceSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public Decoded decode(Inbound inbound) {
        String instance = inbound.instance() == null ? settings.instance() : inbound.instance();
        Facts facts = new Facts(name, instance, inbound.receivedAt());
        String key = key(inbound);
        JsonNode json = inbound.json();
        List<Fact> read = new ArrayList<>();
        if (json.isArray() && !json.isEmpty()) {
            json.forEach(element -> read.add(facts.unrecognized(event(element), Keys.of(key, read.size()))));
        } else {
            read.add(facts.unrecognized(event(json), Keys.of(key)));
        }
        // Evolution may have been pointed here.
        boolean evolution = !settings.keepApikey() && Shape.of(json) == SourceType.EVOLUTION;
        return new Decoded(read, evolution ? Redaction.of(inbound.body(), json) : inbound.body());
    }

    private static @Nullable String event(JsonNode body) {
        return body.path("event").isString() ? Json.string(body, "event") : text(body.path("type"));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? Json.string(node) : null;
    }

    private static String key(Inbound inbound) {
        String key = inbound.header().apply("Idempotency-Key");
        key = key == null ? inbound.header().apply("webhook-id") : key;
        return key == null || key.isBlank() ? UUID.randomUUID().toString() : "sender|" + key;
    }
}
