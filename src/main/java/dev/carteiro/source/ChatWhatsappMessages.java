package dev.carteiro.source;

import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import dev.carteiro.event.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes the messages of whatsapp-web.js backends. */
final class ChatWhatsappMessages {

    private ChatWhatsappMessages() {}

    static @Nullable Fact message(Facts facts, JsonNode data, @Nullable Instant posted) {
        JsonNode message = data.path("message").isObject() ? data.path("message") : data;
        SerialId id = id(message);
        if (id == null) {
            return null;
        }
        boolean fromMe = fromMe(message, id);
        Jid chat = chat(message, id, fromMe);
        if (chat == null) {
            return null;
        }
        Instant sent = Json.instant(message.path("timestamp"));
        Instant time = sent == null ? posted : sent;
        String type = Json.string(message, "type");
        if ("revoked".equals(type)) {
            return new Changes(facts).deleted(id.id(), chat, time);
        }
        Message told = new Message(
                id.id(),
                fromMe,
                false,
                chat.isGroup(),
                sender(message, chat, fromMe),
                new Party(chat.text(), fromMe || chat.isGroup() ? null : name(message), chat.phone()),
                FlatContent.of(type == null ? "text" : type, message),
                quoted(message));
        return facts.message(chat, time, told);
    }

    /** whatsapp-web.js counts from -1 (error) and 0 (pending) to 4 (played). */
    static @Nullable Fact ack(Facts facts, JsonNode data, @Nullable Instant time) {
        JsonNode message = data.path("message").isObject() ? data.path("message") : data;
        SerialId id = id(message);
        Integer ack = Json.smallInteger(data.has("ack") ? data.path("ack") : message.path("ack"));
        Status status = switch (ack == null ? 0 : ack) {
            case -1 -> Status.FAILED;
            case 1 -> Status.SENT;
            case 2 -> Status.DELIVERED;
            case 3 -> Status.READ;
            case 4 -> Status.PLAYED;
            default -> null;
        };
        if (id == null || status == null) {
            return null;
        }
        boolean fromMe = id.fromMe() == null || id.fromMe();
        return facts.inChat(
                chat(message, id, fromMe),
                time,
                Keys.of("status", facts.instance(), id.id(), status),
                new Event.MessageStatus(id.id(), status, fromMe));
    }

    private static @Nullable SerialId id(JsonNode message) {
        JsonNode id = message.path("id");
        String text = Json.string(id);
        return SerialId.of(text == null ? Json.string(id, "_serialized", "id") : text);
    }

    private static boolean fromMe(JsonNode message, SerialId id) {
        String direction = Json.string(message, "direction");
        if (direction != null) {
            return direction.equals("outgoing");
        }
        return Boolean.TRUE.equals(id.fromMe()) || Json.isTrue(message, "fromMe");
    }

    /** Our own side is called "bot", so only an address with an @ is one; the serialised id names the chat too. */
    private static @Nullable Jid chat(JsonNode message, SerialId id, boolean fromMe) {
        Jid chat = address(message, fromMe ? "to" : "from");
        return chat == null ? id.chat() : chat;
    }

    private static @Nullable Party sender(JsonNode message, Jid chat, boolean fromMe) {
        Jid author = address(message, "author");
        Jid sender = author != null ? author : fromMe ? address(message, "from") : chat.isGroup() ? null : chat;
        return sender == null ? null : new Party(sender.text(), fromMe ? null : name(message), sender.phone());
    }

    private static @Nullable Jid address(JsonNode message, String name) {
        String text = Json.string(message, name);
        Jid jid = Jid.of(text);
        return jid != null && jid.text().indexOf('@') > 0 ? jid : null;
    }

    private static @Nullable String name(JsonNode message) {
        return Json.string(message, "notifyName", "pushname", "senderName");
    }

    private static @Nullable String quoted(JsonNode message) {
        SerialId quoted = SerialId.of(Json.string(message, "quotedMessageId", "quotedMsgId"));
        return quoted == null ? null : quoted.id();
    }
}
