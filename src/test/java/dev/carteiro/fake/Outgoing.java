package dev.carteiro.fake;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a call wants to send: the message, the text in it, and the file. */
record Outgoing(
        String kind,
        String type,
        ObjectNode content,
        @Nullable String text,
        @Nullable Media media) {

    static Outgoing plain(String kind, String type, ObjectNode content, @Nullable String text) {
        return new Outgoing(kind, type, content, text, null);
    }

    /** The message as JSON: a text is not in an object of its own. */
    ObjectNode message() {
        return type.equals("conversation") ? content : Json.object(type, content);
    }
}
