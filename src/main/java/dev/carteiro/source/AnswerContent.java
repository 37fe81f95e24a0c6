package dev.carteiro.source;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The words of messages that are chosen rather than written: pressed buttons, picked list rows. */
final class AnswerContent {

    private AnswerContent() {}

    /** What was chosen, as the person saw it; null where {@code kind} is not an answer. */
    static @Nullable String of(String kind, JsonNode node) {
        return switch (kind) {
            case "buttonsResponseMessage" -> Json.string(node, "selectedDisplayText", "selectedButtonId");
            case "templateButtonReplyMessage" -> Json.string(node, "selectedDisplayText", "selectedId");
            case "listResponseMessage" -> picked(node);
            case "interactiveResponseMessage" -> Json.string(node.path("body"), "text");
            default -> null;
        };
    }

    private static @Nullable String picked(JsonNode node) {
        String title = Json.string(node, "title");
        String description = Json.string(node, "description");
        if (title == null) {
            return description == null ? Json.string(node.path("singleSelectReply"), "selectedRowId") : description;
        }
        return description == null || description.equals(title) ? title : title + "\n" + description;
    }

    /** Whatever can be read of a message that has no kind of its own. */
    static @Nullable String words(JsonNode node) {
        String words = Json.string(node, "text", "caption", "contentText", "description", "title", "name", "message");
        words = words == null ? Json.string(node.path("body"), "text") : words;
        words = words == null ? Json.string(node.path("product"), "title") : words;
        return words == null ? Json.string(node.path("nativeFlowResponseMessage"), "paramsJson") : words;
    }
}
