package dev.carteiro.destination;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Recorded;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form in which a chat-whatsapp backend posts to its frontend: {@code {event, data, timestamp}} with the events
 * {@code message}, {@code status} and {@code qr}. What that backend has no name for keeps the canonical one.
 */
final class ChatEnvelope {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ChatEnvelope() {}

    static Map<String, @Nullable Object> of(Recorded event) {
        JsonNode data = JSON.readTree(event.data());
        String time = Canonical.time(event.envelope().time());
        return switch (event.envelope().type()) {
            case "message.received" -> envelope("message", Map.of("message", message(data, time, true)), time);
            case "message.sent" -> envelope("message", Map.of("message", message(data, time, false)), time);
            case "connection.changed" -> envelope("status", status(data), time);
            case "qrcode.updated" -> envelope("qr", qr(data), time);
            default -> envelope(event.envelope().type(), data, time);
        };
    }

    private static Map<String, @Nullable Object> envelope(String event, Object data, String time) {
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        envelope.put("event", event);
        envelope.put("data", data);
        envelope.put("timestamp", time);
        return envelope;
    }

    private static Map<String, @Nullable Object> message(JsonNode data, String time, boolean incoming) {
        JsonNode content = data.path("content");
        String chat = address(data.path("chat").path("id"));
        String sender = address(data.path("sender").path("id"));
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("id", text(data.path("messageId")));
        message.put("from", incoming ? (sender == null ? chat : sender) : "bot");
        message.put("to", incoming ? "bot" : chat);
        message.put("content", words(content));
        message.put("type", text(content.path("kind")));
        message.put("direction", incoming ? "incoming" : "outgoing");
        message.put("timestamp", time);
        message.put("status", incoming ? "received" : "sent");
        return message;
    }

    /** Whatsapp-web.js writes a person's address with {@code @c.us}. */
    private static @Nullable String address(JsonNode id) {
        String jid = text(id);
        return jid == null ? null : jid.replace("@s.whatsapp.net", "@c.us");
    }

    private static @Nullable String words(JsonNode content) {
        String text = text(content.path("text"));
        return text != null ? text : text(content.path("caption"));
    }

    private static Map<String, @Nullable Object> status(JsonNode data) {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("connected", "open".equals(text(data.path("state"))));
        status.put("state", text(data.path("state")));
        status.put("reason", text(data.path("reason")));
        status.put("qrAvailable", false);
        return status;
    }

    private static Map<String, @Nullable Object> qr(JsonNode data) {
        Map<String, @Nullable Object> qr = new LinkedHashMap<>();
        qr.put("qr", text(data.path("image")));
        qr.put("available", data.path("available").asBoolean(false));
        return qr;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}
