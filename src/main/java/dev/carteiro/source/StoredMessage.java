package dev.carteiro.source;

import dev.carteiro.event.Content;
import tools.jackson.databind.JsonNode;

/** Reads what Evolution's findMessages gives out, whose records have the form of the frames in its events. */
public final class StoredMessage {

    private StoredMessage() {}

    /** What the message of a record says or shows. */
    public static Content content(JsonNode record) {
        return WhatsAppMessage.of(record, record.path("message")).content();
    }
}
