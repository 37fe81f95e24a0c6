package dev.carteiro.event;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of an event: CloudEvents 1.0, structured, as nested maps, lists and scalars in the order in which
 * they are written. Every key of a type is always there, null where nothing is known, so that a condition may name it. Only
 * {@code ad}, {@code lid}, {@code agent} and {@code traceparent}, which few events have, are left out where there is nothing to
 * say.
 */
public final class Canonical {

    private Canonical() {}

    /** An instant as ISO-8601 in UTC with milliseconds. */
    public static String time(Instant instant) {
        return UtcText.of(instant);
    }

    /**
     * The whole event as routing sees it, before the log has given it an id. Of an event that has been in the log since, its
     * id and what else the log gave it are left out: the same as it was then, but for a text or time that the log could not
     * hold as it was told.
     */
    public static Map<String, @Nullable Object> beforeTheLog(Envelope envelope, Object data) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("specversion", "1.0");
        json.put("id", null);
        json.put("source", envelope.source());
        json.put("type", envelope.type());
        describe(json, envelope.instance(), envelope.conversation(), envelope.time());
        json.put("data", data);
        return json;
    }

    /** The whole event around {@code data}, which is whatever the caller's JSON writer takes for it. */
    public static Map<String, @Nullable Object> of(Envelope envelope, Object data) {
        return with(head(envelope), "data", data);
    }

    /** All of it but {@code data}, which comes last. */
    public static Map<String, @Nullable Object> head(Envelope envelope) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("specversion", "1.0");
        json.put("id", envelope.id());
        json.put("source", envelope.source());
        json.put("type", envelope.type());
        describe(json, envelope.instance(), envelope.conversation(), envelope.time());
        json.put("position", envelope.id());
        json.put("receivedAt", time(envelope.receivedAt()));
        return with(json, "traceparent", envelope.traceparent());
    }

    private static void describe(
            Map<String, @Nullable Object> json,
            @Nullable String instance,
            @Nullable ConversationKey conversation,
            Instant time) {
        json.put("subject", conversation == null ? instance : conversation.toString());
        json.put("time", time(time));
        json.put("instance", instance);
        json.put("conversation", conversation == null ? null : conversation.conversation());
    }

    /** The {@code data} member alone. */
    public static Map<String, @Nullable Object> data(Event event) {
        return switch (event) {
            case Event.MessageReceived received -> message(received.message());
            case Event.MessageSent sent -> message(sent.message());
            case Event.MessageStatus status ->
                json("messageId", status.messageId(), "status", word(status.status()), "fromMe", status.fromMe());
            case Event.MessageEdited edited ->
                json("messageId", edited.messageId(), "content", content(edited.content()));
            case Event.MessageDeleted deleted -> json("messageId", deleted.messageId());
            case Event.ConnectionChanged connection -> connection(connection);
            case Event.QrcodeUpdated qrcode -> qrcode(qrcode);
            case Event.PresenceChanged presence -> presence(presence);
            case Event.ContactChanged changed -> json("contacts", parties(changed.contacts()));
            case Event.ConversationChanged conversation -> conversation(conversation);
            case Event.CallReceived call -> call(call);
            case Event.ReplyProposed reply -> reply(reply);
            case Event.Unrecognized unrecognized -> json("name", unrecognized.name());
        };
    }

    private static Map<String, @Nullable Object> message(Message message) {
        Map<String, @Nullable Object> json = json(
                "messageId", message.messageId(),
                "fromMe", message.fromMe(),
                "private", message.internal(),
                "group", message.group());
        json.put("sender", message.sender() == null ? null : party(message.sender()));
        json.put("chat", party(message.chat()));
        json.put("content", content(message.content()));
        json.put("replyTo", message.replyTo());
        Ad ad = message.ad();
        return with(json, "ad", ad == null ? null : ad(ad));
    }

    private static Object ad(Ad ad) {
        return json("title", ad.title(), "body", ad.body(), "url", ad.url(), "thumbnail", ad.thumbnail());
    }

    private static Map<String, @Nullable Object> connection(Event.ConnectionChanged connection) {
        return json(
                "state", word(connection.state()),
                "reason", connection.reason(),
                "number", connection.number(),
                "profileName", connection.profileName());
    }

    private static Map<String, @Nullable Object> qrcode(Event.QrcodeUpdated qrcode) {
        return json(
                "available", qrcode.available(),
                "image", qrcode.image(),
                "code", qrcode.code(),
                "pairingCode", qrcode.pairingCode());
    }

    private static Map<String, @Nullable Object> presence(Event.PresenceChanged presence) {
        return with(json("state", word(presence.state()), "who", presence.who()), "agent", presence.agent());
    }

    private static Map<String, @Nullable Object> conversation(Event.ConversationChanged conversation) {
        return json(
                "id", conversation.id(),
                "status", conversation.status(),
                "assignee", conversation.assignee(),
                "labels", conversation.labels());
    }

    private static Map<String, @Nullable Object> call(Event.CallReceived call) {
        return json("callId", call.callId(), "from", call.from(), "status", call.status(), "video", call.video());
    }

    private static Map<String, @Nullable Object> reply(Event.ReplyProposed reply) {
        Map<String, @Nullable Object> json = json(
                "text", reply.text(),
                "attachments", reply.attachments(),
                "handoff", reply.handoff(),
                "labels", reply.labels());
        Event.Turn turn = reply.turn();
        return with(
                with(json, "private", reply.internal() ? Boolean.TRUE : null),
                "turn",
                turn == null
                        ? null
                        : json(
                                "after", Long.toString(turn.after()),
                                "statuses", turn.statuses(),
                                "lateAsNote", turn.late()));
    }

    private static Object parties(Collection<Party> parties) {
        return parties.stream().map(Canonical::party).toList();
    }

    private static Map<String, @Nullable Object> party(Party party) {
        return with(json("id", party.id(), "name", party.name(), "phone", party.phone()), "lid", party.lid());
    }

    private static Map<String, @Nullable Object> content(Content content) {
        return switch (content) {
            case Content.Text text -> json("kind", "text", "text", text.text());
            case Content.Media media -> media(media);
            case Content.Location location -> location(location);
            case Content.Contacts contacts -> json("kind", "contacts", "contacts", cards(contacts));
            case Content.Reaction reaction ->
                json("kind", "reaction", "messageId", reaction.messageId(), "emoji", reaction.emoji());
            case Content.Poll poll -> poll(poll);
            case Content.Order order -> order(order);
            case Content.Notice notice -> json("kind", "system", "text", notice.text());
            case Content.Other other -> json("kind", "other", "name", other.name(), "text", other.text());
        };
    }

    private static Map<String, @Nullable Object> media(Content.Media media) {
        MediaFile file = media.file();
        Map<String, @Nullable Object> json =
                json("kind", word(media.kind()), "mimetype", file.mimetype(), "fileName", file.fileName());
        json.put("caption", media.caption());
        json.put("size", file.size());
        json.put("seconds", file.seconds());
        json.put("url", file.url());
        return json;
    }

    private static Map<String, @Nullable Object> location(Content.Location location) {
        Map<String, @Nullable Object> json =
                json("kind", "location", "latitude", location.latitude(), "longitude", location.longitude());
        json.put("name", location.name());
        json.put("address", location.address());
        json.put("live", location.live());
        return json;
    }

    private static Object cards(Content.Contacts contacts) {
        return contacts.cards().stream()
                .map(card -> json("name", card.name(), "vcard", card.vcard()))
                .toList();
    }

    private static Map<String, @Nullable Object> poll(Content.Poll poll) {
        return json("kind", "poll", "question", poll.question(), "options", poll.options(), "chosen", poll.chosen());
    }

    private static Map<String, @Nullable Object> order(Content.Order order) {
        Map<String, @Nullable Object> json =
                json("kind", "order", "orderId", order.orderId(), "title", order.title(), "total", order.total());
        json.put("currency", order.currency());
        json.put("items", order.items());
        return json;
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value);
        }
        return json;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> json(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            json.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return json;
    }
}
