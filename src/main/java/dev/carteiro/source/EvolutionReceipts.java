package dev.carteiro.source;

import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Status;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes what happens to messages after they were written: receipts, edits, deletions. */
final class EvolutionReceipts {

    private EvolutionReceipts() {}

    /** messages.update: a receipt, or since 2.3.7 an edit under the status SERVER_ACK. */
    static Fact updated(EvolutionEnvelope envelope, JsonNode update) {
        JsonNode key = update.path("key").isObject() ? update.path("key") : update;
        MessageKey read = MessageKey.of(key, envelope.own());
        String id = first(Json.string(update, "keyId"), read.id());
        if (id == null) {
            return unrecognized(envelope, update);
        }
        if (update.path("message").path("editedMessage").isObject()) {
            return new Changes(envelope.facts()).edited(id, read.chat(), null, update.path("message"));
        }
        Status status = status(Json.string(update, "status"));
        return status == null
                ? unrecognized(envelope, update)
                : envelope.facts()
                        .inChat(
                                read.chat(),
                                null,
                                Keys.of("status", envelope.facts().instance(), id, status),
                                new Event.MessageStatus(id, status, read.fromMe()));
    }

    /** Baileys' names, their numbers, and the Cloud API's names. DELETED is not among them: 2.3.0 to 2.3.5 say so of edits. */
    private static @Nullable Status status(@Nullable String name) {
        return switch (name) {
            case null -> null;
            case "SERVER_ACK", "SENT", "2" -> Status.SENT;
            case "DELIVERY_ACK", "DELIVERED", "3" -> Status.DELIVERED;
            case "READ", "4" -> Status.READ;
            case "PLAYED", "5" -> Status.PLAYED;
            case "ERROR", "FAILED", "0" -> Status.FAILED;
            default -> null;
        };
    }

    /** messages.edited carries every protocol message, send.message.update our own edits. */
    static Fact edited(EvolutionEnvelope envelope, JsonNode protocol) {
        Jid chat = MessageKey.of(protocol.path("key"), envelope.own()).chat();
        Fact change = new Changes(envelope.facts()).of(protocol, chat, null);
        return change == null ? unrecognized(envelope, protocol) : change;
    }

    /** messages.delete: the key itself, or our own deletion with the key inside and a database id outside. */
    static Fact deleted(EvolutionEnvelope envelope, JsonNode deletion) {
        JsonNode key = deletion.path("key").isObject() ? deletion.path("key") : deletion;
        MessageKey read = MessageKey.of(key, envelope.own());
        return read.id() == null
                ? unrecognized(envelope, deletion)
                : new Changes(envelope.facts()).deleted(read.id(), read.chat(), null);
    }

    private static Fact unrecognized(EvolutionEnvelope envelope, JsonNode item) {
        JsonNode key = item.path("key").isObject() ? item.path("key") : item;
        Jid chat = MessageKey.of(key, envelope.own()).chat();
        return envelope.facts().unrecognized(envelope.event(), envelope.keyOf(item), chat);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }
}
