package dev.carteiro.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes idempotency keys: equal for every copy of one fact, different for different facts. */
final class Keys {

    /** A longer one could be too long for PostgreSQL's index, and would then be refused for ever. */
    private static final int LONGEST = 300;

    private Keys() {}

    static String of(@Nullable Object... parts) {
        StringBuilder key = new StringBuilder(96);
        for (int i = 0; i < parts.length; i++) {
            key.append(i == 0 ? "" : "|").append(parts[i] == null ? "" : parts[i]);
        }
        return key.length() <= LONGEST ? key.toString() : parts[0] + "|" + hash(key.toString());
    }

    static String hash(@Nullable String text) {
        MessageDigest digest = sha256();
        feed(digest, text == null ? "" : text);
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * A hash of what {@code nodes} say, whatever the order of their members: a copy over Socket.IO has another one than
     * the webhook.
     */
    static String hash(JsonNode... nodes) {
        MessageDigest digest = sha256();
        List.of(nodes).forEach(node -> feed(digest, node));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void feed(MessageDigest digest, JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.forEachEntry(sorted::put);
            sorted.forEach((name, value) -> {
                feed(digest, name);
                feed(digest, value);
            });
            digest.update((byte) '}');
        } else if (node.isArray()) {
            node.forEach(element -> feed(digest, element));
            digest.update((byte) ']');
        } else {
            digest.update((byte) (node.isString() ? '"' : ' '));
            feed(digest, node.isBinary() ? node.toString() : node.asString(""));
        }
    }

    private static void feed(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}
