package dev.carteiro.crew;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an answer asks for besides its text. CrewAI has no such thing: {@code handoff} (or {@code transfer}, or
 * {@code "action":"handoff"}), {@code private}, {@code labels} and {@code attachments} are a convention of our own.
 */
record Controls(boolean handoff, boolean internal, List<String> labels, List<String> attachments) {

    private static final int MOST = 50;

    static Controls of(JsonNode json) {
        return new Controls(
                isTrue(json.path("handoff"))
                        || isTrue(json.path("transfer"))
                        || json.path("action").asString("").equals("handoff"),
                isTrue(json.path("private")),
                texts(json.path("labels")),
                texts(json.path("attachments")));
    }

    /** These and those of another object of the same answer. */
    Controls or(@Nullable JsonNode other) {
        if (other == null) {
            return this;
        }
        Controls more = of(other);
        return new Controls(
                handoff || more.handoff,
                internal || more.internal,
                labels.isEmpty() ? more.labels : labels,
                attachments.isEmpty() ? more.attachments : attachments);
    }

    boolean any() {
        return handoff || !labels.isEmpty() || !attachments.isEmpty();
    }

    /** Models write booleans as words. */
    private static boolean isTrue(JsonNode node) {
        return node.isBoolean() ? node.asBoolean() : node.asString("").equalsIgnoreCase("true");
    }

    /** A list of texts, or of objects that have a URL; one text may stand for a list of one. */
    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        Iterable<JsonNode> all = node.isArray() ? node : List.of(node);
        for (JsonNode one : all) {
            String text = one.isObject() ? one.path("url").asString("") : one.asString("");
            if (!text.isBlank() && texts.size() < MOST) {
                texts.add(text.strip());
            }
        }
        return texts;
    }
}
