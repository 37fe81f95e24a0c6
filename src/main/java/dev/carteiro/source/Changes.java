package dev.carteiro.source;

import dev.carteiro.event.Content;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes the facts of edited and deleted messages, which reach us in several forms and must then be the same fact. */
record Changes(Facts facts) {

    /**
     * What a protocol message does to another message; null where it does nothing to any (settings, history, keys).
     *
     * @param sent when the message that carried it was sent, for those that do not say so themselves
     */
    @Nullable Fact of(JsonNode protocol, @Nullable Jid chat, @Nullable Instant sent) {
        String id = Json.string(protocol.path("key"), "id");
        if (id == null) {
            return null;
        }
        Instant stamped = Json.instant(protocol.path("timestampMs"));
        Instant time = stamped == null ? sent : stamped;
        JsonNode type = protocol.path("type");
        JsonNode text = protocol.path("editedMessage");
        return switch (type.asString("")) {
            case "REVOKE", "0" -> deleted(id, chat, time);
            case "MESSAGE_EDIT", "14", "" -> text.isObject() ? edited(id, chat, time, text) : null;
            default -> null;
        };
    }

    Fact deleted(String id, @Nullable Jid chat, @Nullable Instant time) {
        String key = Keys.of("deleted", facts.instance(), id);
        return facts.inChat(chat, time, key, new Event.MessageDeleted(id));
    }

    /**
     * Evolution 2.3.7 tells of an edit twice, and only once with its time: the key is therefore made of the new words. The
     * price is that returning to earlier words within the guard's retention goes unnoticed.
     */
    Fact edited(String id, @Nullable Jid chat, @Nullable Instant time, JsonNode text) {
        WhatsAppMessage message = WhatsAppMessage.of(text, text);
        JsonNode nested = message.protocol();
        Content content = nested != null && nested.path("editedMessage").isObject()
                ? WhatsAppMessage.of(text, nested.path("editedMessage")).content()
                : message.content();
        String key = Keys.of("edited", facts.instance(), id, Keys.hash(words(content)));
        return facts.inChat(chat, time, key, new Event.MessageEdited(id, content));
    }

    private static @Nullable String words(Content content) {
        return switch (content) {
            case Content.Text text -> text.text();
            case Content.Media media -> media.caption();
            case Content.Location location -> location.toString();
            case Content.Contacts contacts -> contacts.toString();
            case Content.Reaction reaction -> reaction.toString();
            case Content.Poll poll -> poll.toString();
            case Content.Order order -> order.toString();
            case Content.Notice notice -> notice.text();
            case Content.Other other -> other.toString();
        };
    }
}
