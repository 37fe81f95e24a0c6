package dev.carteiro.source;

import dev.carteiro.event.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** Evolution API, 2.2.3 to 2.4.0, over its webhook or its Socket.IO stream. */
final class EvolutionDecoder implements Decoder {

    private final String name;
    private final SourceSettings settings;

    EvolutionDecoder(String name, SourceSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public Decoded decode(Inbound inbound) {
        List<Fact> facts = Bodies.each(inbound.json(), body -> decode(body, inbound));
        byte[] kept = settings.keepApikey() ? inbound.body() : Redaction.of(inbound.body(), inbound.json());
        return new Decoded(facts, kept);
    }

    private List<Fact> decode(JsonNode body, Inbound inbound) {
        EvolutionEnvelope envelope = EvolutionEnvelope.of(body, inbound, name, settings.instance());
        return switch (envelope.event()) {
            case "messages.upsert", "send.message", "messages.set" -> each(envelope, EvolutionMessages::decode);
            case "messages.update" -> each(envelope, EvolutionReceipts::updated);
            case "messages.edited", "send.message.update" -> each(envelope, EvolutionReceipts::edited);
            case "messages.delete" -> each(envelope, EvolutionReceipts::deleted);
            case "connection.update" -> List.of(EvolutionInstance.connection(envelope));
            case "status.instance" -> List.of(EvolutionInstance.status(envelope));
            case "logout.instance", "remove.instance" -> List.of(EvolutionInstance.ended(envelope));
            case "qrcode.updated" -> List.of(EvolutionInstance.qrcode(envelope));
            case "contacts.set", "contacts.upsert", "contacts.update" -> List.of(EvolutionPeople.contacts(envelope));
            case "presence.update" -> EvolutionPeople.presence(envelope);
            case "call" -> List.of(EvolutionPeople.call(envelope));
            case null, default -> List.of(unrecognized(envelope));
        };
    }

    private static List<Fact> each(EvolutionEnvelope envelope, BiFunction<EvolutionEnvelope, JsonNode, Fact> decoder) {
        List<Fact> facts = new ArrayList<>();
        envelope.items().forEach(item -> facts.add(decoder.apply(envelope, item)));
        return facts.isEmpty() ? List.of(unrecognized(envelope)) : facts;
    }

    private static Fact unrecognized(EvolutionEnvelope envelope) {
        return envelope.facts().unrecognized(envelope.event(), envelope.key());
    }
}
