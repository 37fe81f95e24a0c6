package dev.carteiro.source;

import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes the frames of messages.upsert, send.message and messages.set, which are one and the same. */
final class EvolutionMessages {

    /** What Evolution writes for the name of our own side. */
    private static final String YOU = "Você";

    private EvolutionMessages() {}

    static Fact decode(EvolutionEnvelope envelope, JsonNode frame) {
        MessageKey key = MessageKey.of(frame.path("key"), envelope.own());
        Jid chat = key.chat();
        if (key.id() == null || chat == null) {
            return envelope.facts().unrecognized(envelope.event(), envelope.keyOf(frame));
        }
        Instant time = Json.instant(frame.path("messageTimestamp"));
        WhatsAppMessage message = WhatsAppMessage.of(frame, frame.path("message"));
        JsonNode protocol = message.protocol();
        if (protocol != null) {
            Fact change = new Changes(envelope.facts()).of(protocol, chat, time);
            return change == null
                    ? envelope.facts().unrecognized(envelope.event(), envelope.keyOf(frame), chat)
                    : change;
        }
        String name = name(frame, key);
        Message told = new Message(
                key.id(),
                key.fromMe(),
                false,
                key.group(),
                sender(key, chat, envelope.own(), name),
                chat(key, chat, name),
                message.content(),
                message.replyTo(),
                message.ad());
        return envelope.facts().message(chat, time, told);
    }

    private static @Nullable Party sender(MessageKey key, Jid chat, @Nullable Jid own, @Nullable String name) {
        Jid sender = key.fromMe() ? own : key.participant() == null ? chat : key.participant();
        return sender == null ? null : new Party(sender.text(), name, sender.phone(), key.fromMe() ? null : key.lid());
    }

    /** The sender's name is the chat's only where two talk and the other one does. */
    private static Party chat(MessageKey key, Jid chat, @Nullable String name) {
        boolean otherSide = !key.fromMe() && key.participant() == null && !key.group();
        return new Party(
                chat.text(), otherSide ? name : null, chat.phone(), key.participant() == null ? key.lid() : null);
    }

    /** Evolution fills a missing name with "Você" or with the participant's digits: neither is one. */
    private static @Nullable String name(JsonNode frame, MessageKey key) {
        String name = Json.string(frame, "pushName");
        if (name == null || name.isBlank() || name.equals(YOU)) {
            return null;
        }
        boolean digits = is(name, key.participant()) || is(name, Jid.of(Json.string(frame.path("key"), "participant")));
        return digits || is(name, key.chat()) ? null : name;
    }

    private static boolean is(String name, @Nullable Jid jid) {
        return jid != null && name.equals(jid.user());
    }
}
