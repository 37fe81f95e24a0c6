package dev.carteiro.source;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What W-API puts around every event; MultiChat's shorter bodies have the same members under fewer names.
 *
 * @param name what the body calls the event, else what the path does
 * @param time from {@code moment} or {@code timestamp}
 */
record WApiEnvelope(
        JsonNode body,
        Facts facts,
        @Nullable String name,
        Kind kind,
        @Nullable Instant time) {

    /** The events of W-API, and the forms in which they come. */
    enum Kind {
        RECEIVED,
        SENT,
        MESSAGE,
        STATUS,
        CONNECTED,
        DISCONNECTED,
        CONNECTION,
        PRESENCE,
        UNKNOWN
    }

    static WApiEnvelope of(JsonNode body, Inbound inbound, String source, @Nullable String instance) {
        String known = inbound.instance() == null ? instance : inbound.instance();
        String named = Json.string(body, "instanceId");
        String event = Json.string(body, "event");
        Instant moment = Json.instant(body.path("moment"));
        return new WApiEnvelope(
                body,
                new Facts(source, named == null ? known : named, inbound.receivedAt()),
                event == null ? inbound.suffix() : event,
                kind(body, event, inbound.suffix()),
                moment == null ? Json.instant(body.path("timestamp")) : moment);
    }

    private static Kind kind(JsonNode body, @Nullable String event, @Nullable String suffix) {
        Kind named = named(event);
        if (named != Kind.UNKNOWN) {
            return named;
        }
        Kind shape = event == null ? shaped(body) : Kind.UNKNOWN;
        Kind path = named(suffix);
        // Unnamed presence is known to come to any path, and must not be taken for a message.
        return path == Kind.UNKNOWN || shape == Kind.PRESENCE ? shape : path;
    }

    private static Kind named(@Nullable String name) {
        return switch (name == null ? "" : name.toLowerCase(Locale.ROOT)) {
            case "webhookreceived", "receive-message" -> Kind.RECEIVED;
            case "webhookdelivery", "send-message" -> Kind.SENT;
            case "message" -> Kind.MESSAGE;
            case "webhookstatus", "message_status", "message-status" -> Kind.STATUS;
            case "webhookconnected", "connect" -> Kind.CONNECTED;
            case "webhookdisconnected", "disconnection", "disconnect" -> Kind.DISCONNECTED;
            case "connection" -> Kind.CONNECTION;
            case "webhookchatpresence", "presence", "chat-presence" -> Kind.PRESENCE;
            default -> Kind.UNKNOWN;
        };
    }

    /** Bodies without a name: presence has a chat and a state but, unlike all else with a chat, no message. */
    private static Kind shaped(JsonNode body) {
        boolean message = body.has("messageId");
        if (message && body.has("msgContent")) {
            return Kind.MESSAGE;
        }
        if (message && body.has("status")) {
            return Kind.STATUS;
        }
        boolean state = body.has("status") || body.has("state") || body.has("presence");
        return !message && state && (body.has("chat") || body.has("chatId")) ? Kind.PRESENCE : Kind.UNKNOWN;
    }

    @Nullable String instance() {
        return facts.instance();
    }

    /** The key of what has no id of its own: the same news at another time is other news. */
    String keyOf(Object... what) {
        Instant at = time == null ? facts.receivedAt() : time;
        return Keys.of(
                "w-api", facts.instance(), Keys.of(what), time == null ? at.getEpochSecond() : at.toEpochMilli());
    }
}
