package dev.carteiro.source;

import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Party;
import dev.carteiro.event.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes what concerns people rather than messages: contacts, presence, calls. */
final class EvolutionPeople {

    private EvolutionPeople() {}

    /** One fact however many contacts. The Cloud API names no address, and a contact without one is none. */
    static Fact contacts(EvolutionEnvelope envelope) {
        List<Party> contacts = new ArrayList<>();
        for (JsonNode contact : envelope.items()) {
            Jid jid = Jid.of(Json.string(contact, "remoteJid"));
            if (jid != null) {
                contacts.add(new Party(jid.text(), Json.string(contact, "pushName"), jid.phone()));
            }
        }
        return contacts.isEmpty()
                ? envelope.facts().unrecognized(envelope.event(), envelope.key())
                : envelope.facts().ofInstance(null, envelope.key(), new Event.ContactChanged(contacts));
    }

    /** One fact for each person whose presence is told. */
    static List<Fact> presence(EvolutionEnvelope envelope) {
        Jid chat = Jid.of(Json.string(envelope.data(), "id"));
        List<Fact> facts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> person :
                envelope.data().path("presences").properties()) {
            Presence state = presence(Json.string(person.getValue(), "lastKnownPresence"));
            Jid who = Jid.of(person.getKey());
            if (state != null && who != null) {
                String key = Keys.of(envelope.key(), who.text());
                facts.add(envelope.facts().inChat(chat, null, key, new Event.PresenceChanged(state, who.text())));
            }
        }
        return facts.isEmpty() ? List.of(envelope.facts().unrecognized(envelope.event(), envelope.key())) : facts;
    }

    static @Nullable Presence presence(@Nullable String word) {
        return switch (word) {
            case null -> null;
            case "composing" -> Presence.COMPOSING;
            case "recording" -> Presence.RECORDING;
            case "paused" -> Presence.PAUSED;
            case "available" -> Presence.AVAILABLE;
            case "unavailable" -> Presence.UNAVAILABLE;
            default -> null;
        };
    }

    /** A call; the raw frames that Socket.IO sends beside it have no id. */
    static Fact call(EvolutionEnvelope envelope) {
        JsonNode call = envelope.data();
        String id = Json.string(call, "id");
        if (id == null) {
            return envelope.facts().unrecognized(envelope.event(), envelope.key());
        }
        Jid from = Jid.of(Json.string(call, "from"));
        Jid chat = Jid.of(Json.string(call, "chatId"));
        String status = Json.string(call, "status");
        return envelope.facts()
                .inChat(
                        chat == null ? from : chat,
                        Json.instant(call.path("date")),
                        Keys.of("call", envelope.facts().instance(), id, status),
                        new Event.CallReceived(
                                id, from == null ? null : from.text(), status, Json.isTrue(call, "isVideo")));
    }
}
