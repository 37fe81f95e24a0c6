package dev.carteiro.source;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Evolution puts around every event, over the webhook and over Socket.IO alike.
 *
 * @param event the dotted name; from the path ({@code /messages-upsert}) where the body has none
 * @param own the instance's own address, absent before its first connection
 */
record EvolutionEnvelope(
        @Nullable String event, Facts facts, @Nullable Jid own, JsonNode data, JsonNode dateTime) {

    private static final Map<String, String> BY_PATH = Stream.of(
                    "application.startup",
                    "instance.create",
                    "instance.delete",
                    "qrcode.updated",
                    "connection.update",
                    "status.instance",
                    "messages.set",
                    "messages.upsert",
                    "messages.edited",
                    "messages.update",
                    "messages.delete",
                    "send.message",
                    "send.message.update",
                    "contacts.set",
                    "contacts.upsert",
                    "contacts.update",
                    "presence.update",
                    "chats.set",
                    "chats.upsert",
                    "chats.update",
                    "chats.delete",
                    "groups.upsert",
                    "groups.update",
                    "group-participants.update",
                    "labels.edit",
                    "labels.association",
                    "call",
                    "typebot.start",
                    "typebot.change-status",
                    "remove.instance",
                    "logout.instance",
                    "messaging-history.set")
            .collect(Collectors.toUnmodifiableMap(name -> name.replace('.', '-'), Function.identity()));

    static EvolutionEnvelope of(JsonNode body, Inbound inbound, String source, @Nullable String instance) {
        String named = Json.string(body, "instance");
        String known = inbound.instance() == null ? instance : inbound.instance();
        return new EvolutionEnvelope(
                event(body, inbound.suffix()),
                new Facts(source, named == null ? known : named, inbound.receivedAt()),
                Jid.of(Json.string(body, "sender")),
                body.path("data"),
                body.path("date_time"));
    }

    private static @Nullable String event(JsonNode body, @Nullable String suffix) {
        String event = Json.string(body, "event");
        if (event != null || suffix == null) {
            return event;
        }
        String path = suffix.toLowerCase(Locale.ROOT).replace('_', '-');
        return BY_PATH.getOrDefault(path, suffix);
    }

    /** The items of {@code data}, which is one thing or an array of them; nothing where it is null. */
    List<JsonNode> items() {
        if (data.isArray()) {
            return data.valueStream().toList();
        }
        return data.isNull() || data.isMissingNode() ? List.of() : List.of(data);
    }

    /**
     * The key of a fact that has no id of its own. {@code date_time} is no time to be believed, but it is stamped once, so
     * that retries and the Socket.IO copy share it while a repetition of the same news has another.
     */
    String keyOf(JsonNode item) {
        return Keys.of(event, facts.instance(), Keys.hash(item, dateTime));
    }

    /** As {@link #keyOf}, of the whole {@code data}. */
    String key() {
        return keyOf(data);
    }

    /** When it was stamped, to the second. Good for telling two facts apart, and for nothing else. */
    String stamp() {
        Instant stamp = Json.instant(dateTime);
        return Long.toString((stamp == null ? facts.receivedAt() : stamp).getEpochSecond());
    }
}
