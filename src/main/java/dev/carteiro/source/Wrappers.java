package dev.carteiro.source;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Opens what WhatsApp wraps messages in (ephemeral, view once, album child, caption, edit, and what it will think of next):
 * a member without a meaning of its own that holds a {@code message}.
 */
final class Wrappers {

    /** A message nests a few levels; a hostile one could nest hundreds. */
    private static final int DEEPEST = 8;

    private static final Set<String> NEVER =
            Set.of("messageContextInfo", "contextInfo", "protocolMessage", "senderKeyDistributionMessage");

    private Wrappers() {}

    static JsonNode open(JsonNode message) {
        JsonNode inner = message;
        for (int i = 0; i < DEEPEST; i++) {
            JsonNode next = wrapped(inner);
            if (next == null) {
                return inner;
            }
            inner = next;
        }
        return inner;
    }

    private static @Nullable JsonNode wrapped(JsonNode message) {
        for (Map.Entry<String, JsonNode> member : message.properties()) {
            JsonNode inner = member.getValue().path("message");
            if (inner.isObject() && !NEVER.contains(member.getKey())) {
                return inner;
            }
        }
        return null;
    }
}
