package dev.carteiro.bridge;

import dev.carteiro.event.Ad;
import dev.carteiro.event.ConnectionState;
import dev.carteiro.event.Event;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import dev.carteiro.event.Presence;
import dev.carteiro.event.Status;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the {@code data} of a canonical event back, as it stands in the log, to the event that it was made of. */
final class CanonicalReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CanonicalReader() {}

    /**
     * The event of {@code type} that {@code data} tells of; a type of a later version is one that is not recognised. Throws
     * where the data is not what {@link dev.carteiro.event.Canonical} writes, which is nothing to be expected of the log.
     */
    static Event read(String type, byte[] data) {
        JsonNode json = JSON.readTree(data);
        return switch (type) {
            case "message.received" -> new Event.MessageReceived(message(json));
            case "message.sent" -> new Event.MessageSent(message(json));
            case "message.status" ->
                new Event.MessageStatus(
                        Members.text(json, "messageId"),
                        Members.word(json, "status", Status.class),
                        Members.flag(json, "fromMe"));
            case "message.edited" ->
                new Event.MessageEdited(Members.text(json, "messageId"), ContentReader.read(json.path("content")));
            case "message.deleted" -> new Event.MessageDeleted(Members.text(json, "messageId"));
            case "connection.changed" -> connection(json);
            case "qrcode.updated" -> qrcode(json);
            case "presence.changed" -> presence(json);
            case "contact.changed" -> new Event.ContactChanged(Members.each(json, "contacts", CanonicalReader::party));
            case "conversation.changed" -> conversation(json);
            case "call.received" -> call(json);
            case "reply.proposed" -> reply(json);
            case "unrecognized" -> new Event.Unrecognized(Members.textOrNull(json, "name"));
            default -> new Event.Unrecognized(type);
        };
    }

    private static Message message(JsonNode json) {
        JsonNode sender = json.path("sender");
        return new Message(
                Members.text(json, "messageId"),
                Members.flag(json, "fromMe"),
                Members.flag(json, "private"),
                Members.flag(json, "group"),
                sender.isObject() ? party(sender) : null,
                party(json.path("chat")),
                ContentReader.read(json.path("content")),
                Members.textOrNull(json, "replyTo"),
                ad(json.path("ad")));
    }

    private static Party party(JsonNode json) {
        return new Party(
                Members.text(json, "id"),
                Members.textOrNull(json, "name"),
                Members.textOrNull(json, "phone"),
                Members.textOrNull(json, "lid"));
    }

    private static @Nullable Ad ad(JsonNode json) {
        return json.isObject()
                ? new Ad(
                        Members.textOrNull(json, "title"),
                        Members.textOrNull(json, "body"),
                        Members.textOrNull(json, "url"),
                        Members.textOrNull(json, "thumbnail"))
                : null;
    }

    private static Event connection(JsonNode json) {
        return new Event.ConnectionChanged(
                Members.word(json, "state", ConnectionState.class),
                Members.textOrNull(json, "reason"),
                Members.textOrNull(json, "number"),
                Members.textOrNull(json, "profileName"));
    }

    private static Event qrcode(JsonNode json) {
        return new Event.QrcodeUpdated(
                Members.flag(json, "available"),
                Members.textOrNull(json, "image"),
                Members.textOrNull(json, "code"),
                Members.textOrNull(json, "pairingCode"));
    }

    private static Event presence(JsonNode json) {
        return new Event.PresenceChanged(
                Members.word(json, "state", Presence.class),
                Members.textOrNull(json, "who"),
                json.has("agent") ? Boolean.valueOf(Members.flag(json, "agent")) : null);
    }

    private static Event conversation(JsonNode json) {
        return new Event.ConversationChanged(
                Members.text(json, "id"),
                Members.textOrNull(json, "status"),
                Members.textOrNull(json, "assignee"),
                Members.texts(json, "labels"));
    }

    private static Event call(JsonNode json) {
        return new Event.CallReceived(
                Members.text(json, "callId"),
                Members.textOrNull(json, "from"),
                Members.textOrNull(json, "status"),
                Members.flag(json, "video"));
    }

    private static Event reply(JsonNode json) {
        return new Event.ReplyProposed(
                Members.text(json, "text"),
                Members.texts(json, "attachments"),
                Members.flag(json, "handoff"),
                Members.texts(json, "labels"),
                json.path("private").asBoolean(false), // not there in most of them
                turn(json.path("turn")));
    }

    private static Event.@Nullable Turn turn(JsonNode json) {
        return json.isObject()
                ? new Event.Turn(
                        Long.parseLong(Members.text(json, "after")),
                        Members.texts(json, "statuses"),
                        Members.flag(json, "lateAsNote"))
                : null;
    }
}
