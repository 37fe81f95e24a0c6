package dev.carteiro.source;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tells by a body's shape which system sent it. */
final class Shape {

    private static final Set<String> CHAT_WHATSAPP = Set.of(
            "status",
            "qr",
            "message",
            "message_create",
            "message_ack",
            "ready",
            "authenticated",
            "auth_failure",
            "disconnected");

    private static final Set<String> MULTICHAT =
            Set.of("connection", "disconnection", "message", "presence", "message_status");

    private Shape() {}

    /** The system that sends bodies like this one; of an array, like its first element. */
    static SourceType of(JsonNode json) {
        JsonNode body = json.isArray() ? json.path(0) : json;
        String event = body.path("event").isString() ? Json.string(body, "event") : null;
        if (isWApi(body, event)) {
            return SourceType.W_API;
        }
        if (event == null) {
            return SourceType.GENERIC;
        }
        if (isEvolution(body, event)) {
            return SourceType.EVOLUTION;
        }
        if (isChatwoot(body, event)) {
            return SourceType.CHATWOOT;
        }
        boolean enveloped = body.has("data") && body.has("timestamp");
        return enveloped && CHAT_WHATSAPP.contains(event) ? SourceType.CHAT_WHATSAPP : SourceType.GENERIC;
    }

    /** The last is the report of an error, which comes from the whole server and names no instance. */
    private static boolean isEvolution(JsonNode body, String event) {
        return (body.path("instance").isString() && body.has("data"))
                || (event.equals("error") && (body.has("api_key") || body.has("server_url")));
    }

    private static boolean isChatwoot(JsonNode body, String event) {
        boolean named = event.startsWith("message_")
                || event.startsWith("conversation_")
                || event.startsWith("contact_")
                || event.startsWith("inbox_")
                || event.startsWith("automation_event.")
                || event.equals("webwidget_triggered")
                || event.equals("macro.executed");
        return named && (body.has("id") || body.has("account") || body.has("conversation"));
    }

    private static boolean isWApi(JsonNode body, @Nullable String event) {
        boolean instance = body.has("instanceId") || body.has("instanceid");
        if (event == null) {
            return instance && (body.has("moment") || body.has("chat") || body.has("connectedPhone"));
        }
        return (instance && MULTICHAT.contains(event))
                || (event.toLowerCase(Locale.ROOT).startsWith("webhook") && (instance || body.has("moment")));
    }
}
