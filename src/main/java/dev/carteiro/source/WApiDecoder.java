package dev.carteiro.source;

import dev.carteiro.event.ConnectionState;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Presence;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** W-API, whose kinds of event may come to one path each or all to one, and MultiChat's form of them. */
final class WApiDecoder implements Decoder {

    private final String name;
    private final SourceSettings settings;

    WApiDecoder(String name, SourceSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public Decoded decode(Inbound inbound) {
        return new Decoded(Bodies.each(inbound.json(), body -> List.of(decode(body, inbound))), inbound.body());
    }

    private Fact decode(JsonNode body, Inbound inbound) {
        WApiEnvelope envelope = WApiEnvelope.of(Casing.restored(body), inbound, name, settings.instance());
        Fact fact = switch (envelope.kind()) {
            case RECEIVED, SENT, MESSAGE -> WApiMessages.message(envelope);
            case STATUS -> WApiMessages.status(envelope);
            case CONNECTED -> connected(envelope, !Boolean.FALSE.equals(Json.flag(envelope.body(), "connected")));
            case DISCONNECTED -> connected(envelope, false);
            case CONNECTION -> connection(envelope);
            case PRESENCE -> presence(envelope);
            case UNKNOWN -> null;
        };
        return fact == null ? unrecognized(envelope) : fact;
    }

    private static Fact unrecognized(WApiEnvelope envelope) {
        String key = envelope.keyOf(Keys.hash(envelope.body()));
        return envelope.facts().unrecognized(envelope.name(), key, WApiMessages.chat(envelope.body()));
    }

    private static Fact connected(WApiEnvelope envelope, boolean connected) {
        return changed(envelope, connected ? ConnectionState.OPEN : ConnectionState.CLOSE);
    }

    private static @Nullable Fact connection(WApiEnvelope envelope) {
        String status = Json.string(envelope.body(), "status");
        return switch (status == null ? "" : status.toLowerCase(Locale.ROOT)) {
            case "connected", "open" -> changed(envelope, ConnectionState.OPEN);
            case "disconnected", "close", "closed" -> changed(envelope, ConnectionState.CLOSE);
            case "connecting" -> changed(envelope, ConnectionState.CONNECTING);
            default -> null;
        };
    }

    private static Fact changed(WApiEnvelope envelope, ConnectionState state) {
        String reason = Json.string(envelope.body(), "reason", "error");
        String number = Jid.phone(Json.string(envelope.body(), "connectedPhone"));
        return envelope.facts()
                .ofInstance(
                        envelope.time(),
                        envelope.keyOf("connection", state),
                        new Event.ConnectionChanged(state, reason, number, null));
    }

    private static @Nullable Fact presence(WApiEnvelope envelope) {
        JsonNode body = envelope.body();
        String word = Json.string(body, "presence", "status", "state");
        Presence state = EvolutionPeople.presence(word == null ? null : word.toLowerCase(Locale.ROOT));
        Jid chat = WApiMessages.chat(body);
        if (state == null || chat == null) {
            return null;
        }
        Jid sender = Jid.of(Json.string(body.path("sender"), "id"));
        String who = sender != null ? sender.text() : chat.isGroup() ? null : chat.text();
        return envelope.facts()
                .inChat(
                        chat,
                        envelope.time(),
                        envelope.keyOf("presence", chat.text(), state),
                        new Event.PresenceChanged(state, who));
    }
}
