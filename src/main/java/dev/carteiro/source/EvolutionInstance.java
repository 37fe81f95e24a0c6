package dev.carteiro.source;

import dev.carteiro.event.ConnectionState;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes what becomes of an instance: its connection, its QR codes, its end. */
final class EvolutionInstance {

    private EvolutionInstance() {}

    static Fact connection(EvolutionEnvelope envelope) {
        JsonNode data = envelope.data();
        return changed(envelope, state(Json.string(data, "state")), Json.string(data, "statusReason"));
    }

    /** status.instance says in its own words that the connection is closed, and why. */
    static Fact status(EvolutionEnvelope envelope) {
        JsonNode data = envelope.data();
        return changed(envelope, state(Json.string(data, "status")), Json.string(data, "disconnectionReasonCode"));
    }

    /** logout.instance and remove.instance carry no data at all. */
    static Fact ended(EvolutionEnvelope envelope) {
        return changed(envelope, ConnectionState.CLOSE, envelope.event());
    }

    /** A code; or, once the limit is reached, the news that there will be none. */
    static Fact qrcode(EvolutionEnvelope envelope) {
        JsonNode qrcode =
                envelope.data().path("qrcode").isObject() ? envelope.data().path("qrcode") : envelope.data();
        String image = Json.string(qrcode, "base64");
        String code = Json.string(qrcode, "code");
        String pairingCode = Json.string(qrcode, "pairingCode");
        String shown = code != null ? code : image != null ? image : pairingCode;
        String key = shown == null
                ? envelope.key()
                : Keys.of("qrcode", envelope.facts().instance(), Keys.hash(shown));
        return envelope.facts().ofInstance(null, key, new Event.QrcodeUpdated(shown != null, image, code, pairingCode));
    }

    private static Fact changed(EvolutionEnvelope envelope, @Nullable ConnectionState state, @Nullable String reason) {
        if (state == null) {
            return envelope.facts().unrecognized(envelope.event(), envelope.key());
        }
        String key = Keys.of(envelope.event(), envelope.facts().instance(), state, reason, envelope.stamp());
        String profileName = Json.string(envelope.data(), "profileName");
        return envelope.facts()
                .ofInstance(
                        null, key, new Event.ConnectionChanged(state, reason, number(envelope, state), profileName));
    }

    /** The envelope keeps the address of the last connection, which says whose this one is only once it is open. */
    private static @Nullable String number(EvolutionEnvelope envelope, ConnectionState state) {
        String told = Jid.phone(Json.string(envelope.data(), "wuid"));
        Jid own = envelope.own();
        return told == null && own != null && state == ConnectionState.OPEN ? own.phone() : told;
    }

    private static @Nullable ConnectionState state(@Nullable String word) {
        return switch (word) {
            case null -> null;
            case "open" -> ConnectionState.OPEN;
            case "connecting" -> ConnectionState.CONNECTING;
            case "close", "closed" -> ConnectionState.CLOSE;
            case "refused" -> ConnectionState.REFUSED;
            default -> null;
        };
    }
}
