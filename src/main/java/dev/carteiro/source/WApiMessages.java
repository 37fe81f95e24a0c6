package dev.carteiro.source;

import dev.carteiro.event.Content;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import dev.carteiro.event.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes W-API's messages and their receipts. */
final class WApiMessages {

    private static final String[] LIDS = {"senderLid", "id"};

    private WApiMessages() {}

    static @Nullable Fact message(WApiEnvelope envelope) {
        JsonNode body = envelope.body();
        String id = Json.string(body, "messageId");
        boolean fromMe = fromMe(envelope);
        Jid chat = chat(body, fromMe);
        if (id == null || chat == null) {
            return null;
        }
        WhatsAppMessage message = WhatsAppMessage.of(body, body.path("msgContent"));
        JsonNode protocol = message.protocol();
        if (protocol != null) {
            return new Changes(envelope.facts()).of(protocol, chat, envelope.time());
        }
        Message told = new Message(
                id,
                fromMe,
                false,
                chat.isGroup(),
                sender(body, chat, fromMe),
                new Party(chat.text(), chatName(body, chat, fromMe), chat.phone(), lid(body, chat, fromMe)),
                content(body.path("msgContent"), message),
                message.replyTo(),
                message.ad());
        return envelope.facts().message(chat, envelope.time(), told);
    }

    /** MultiChat's content says its type; W-API's is WhatsApp's own. */
    private static Content content(JsonNode content, WhatsAppMessage message) {
        String type = Json.string(content, "type");
        return type == null ? message.content() : FlatContent.of(type, content);
    }

    private static boolean fromMe(WApiEnvelope envelope) {
        Boolean said = Json.flag(envelope.body(), "fromMe");
        return said == null ? envelope.kind() == WApiEnvelope.Kind.SENT : said;
    }

    /** Where the chat is a LID, the sender of what we receive may show the number; {@code connectedPhone} is our own. */
    private static @Nullable Jid chat(JsonNode body, boolean fromMe) {
        Jid chat = chat(body);
        if (chat == null || !chat.isLid() || fromMe) {
            return chat;
        }
        Jid sender = phone(body.path("sender"));
        return sender == null || sender.equals(Jid.of(Json.string(body, "connectedPhone"))) ? chat : sender;
    }

    static @Nullable Jid chat(JsonNode body) {
        String id = Json.string(body.path("chat"), "id");
        id = id == null ? Json.string(body, "chatId", "chat") : id;
        return Json.isTrue(body, "isGroup") && id != null && id.indexOf('@') < 0 ? new Jid(id + "@g.us") : Jid.of(id);
    }

    private static @Nullable Jid phone(JsonNode sender) {
        for (String name : new String[] {"id", "phoneNumber", "senderPn"}) {
            Jid jid = Jid.of(Json.string(sender, name));
            if (jid != null && jid.isPhone()) {
                return jid;
            }
        }
        return null;
    }

    private static @Nullable Party sender(JsonNode body, Jid chat, boolean fromMe) {
        JsonNode sender = body.path("sender");
        Jid phone = phone(sender);
        Jid jid = phone == null ? Jid.of(Json.string(sender, "id")) : phone;
        if (jid == null && !fromMe && !chat.isGroup()) {
            jid = chat;
        }
        return jid == null
                ? null
                : new Party(jid.text(), name(sender), jid.phone(), phone == null ? null : Jid.lid(sender, LIDS));
    }

    /** The customer's privacy id, where the chat is known by the phone number and only then. */
    private static @Nullable String lid(JsonNode body, Jid chat, boolean fromMe) {
        if (fromMe || !chat.isPhone()) {
            return null;
        }
        Jid told = chat(body);
        return told != null && told.isLid() ? told.text() : Jid.lid(body.path("sender"), LIDS);
    }

    private static @Nullable String chatName(JsonNode body, Jid chat, boolean fromMe) {
        String name = Json.string(body.path("chat"), "name");
        return name == null && !fromMe && !chat.isGroup() ? name(body.path("sender")) : name;
    }

    private static @Nullable String name(JsonNode sender) {
        return Json.string(sender, "pushName", "name");
    }

    /** In a group the same status comes once for each participant. */
    static @Nullable Fact status(WApiEnvelope envelope) {
        JsonNode body = envelope.body();
        String id = Json.string(body, "messageId");
        Status status = status(Json.string(body, "status"));
        if (id == null || status == null) {
            return null;
        }
        Jid chat = chat(body);
        String participant = Json.string(body, "participant");
        participant = participant == null ? Json.string(body.path("sender"), "id") : participant;
        boolean group = chat != null && chat.isGroup();
        Boolean fromMe = Json.flag(body, "fromMe");
        return envelope.facts()
                .inChat(
                        chat,
                        envelope.time(),
                        Keys.of("status", envelope.instance(), id, status, group ? participant : null),
                        new Event.MessageStatus(id, status, fromMe == null || fromMe));
    }

    private static @Nullable Status status(@Nullable String word) {
        return switch (word == null ? "" : word.toUpperCase(Locale.ROOT)) {
            case "SERVER", "SENT", "SERVER_ACK" -> Status.SENT;
            case "DELIVERY", "DELIVERED", "DELIVERY_ACK", "RECEIVED" -> Status.DELIVERED;
            case "READ" -> Status.READ;
            case "PLAYED" -> Status.PLAYED;
            case "FAILED", "ERROR" -> Status.FAILED;
            default -> null;
        };
    }
}
