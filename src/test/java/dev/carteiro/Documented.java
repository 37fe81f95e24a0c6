package dev.carteiro;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** One operation of {@code /openapi.json}. */
record Documented(String method, String path, JsonNode json) {

    /** The front door's paths are its contract, and its one route does not tell them. */
    static final List<String> WEBHOOKS = List.of(
            "POST /webhook",
            "POST /webhook/{source}",
            "POST /webhook/{source}/{suffix}",
            "POST /webhook/connect",
            "POST /webhook/disconnect",
            "POST /webhook/send-message",
            "POST /webhook/receive-message",
            "POST /webhook/chat-presence",
            "POST /webhook/message-status",
            "POST /api/webhook/chat-whatsapp",
            "POST /chatwoot/webhook/{instance}");

    String name() {
        return method + " " + path;
    }

    boolean isWebhook() {
        return WEBHOOKS.contains(name());
    }

    /** Whether a server that runs instances has to be there; such operations have tests of their own. */
    boolean needsAnEvolution() {
        return path.startsWith("/api/instances") && !method.equals("GET");
    }

    /** Whether a bridge has to be there; such operations have tests of their own. */
    boolean needsABridge() {
        return path.startsWith("/actuator/doctor") || path.startsWith("/chatwoot/find");
    }

    /** Whether a crew has to be at work; such operations have tests of their own. */
    boolean needsACrew() {
        return path.startsWith("/crew/");
    }

    /** Its path with a value for each variable. */
    String asked() {
        return path.replace("{source}", "evolution")
                .replace("{instance}", "Ravenna")
                .replace("{name}", "documented")
                .replaceAll("\\{[a-zA-Z]+}", "readiness");
    }

    List<JsonNode> examples(String pointer) {
        return json.at(pointer)
                .valueStream()
                .flatMap(content -> content.path("examples").valueStream())
                .map(example -> example.path("value"))
                .toList();
    }

    List<String> parameters(String place) {
        return json.path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asString("").equals(place))
                .map(parameter -> parameter.path("name").asString(""))
                .sorted()
                .toList();
    }

    /** All of them. */
    static List<Documented> in(JsonNode document) {
        List<Documented> all = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, operation) ->
                        all.add(new Documented(method.toUpperCase(Locale.ROOT), path, operation))));
        return all;
    }
}
