package dev.carteiro.source;

import dev.carteiro.event.ConnectionState;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Backends on whatsapp-web.js that post {@code {event, data, timestamp}}; the instance is not in the body. */
final class ChatWhatsappDecoder implements Decoder {

    private final String name;
    private final SourceSettings settings;

    ChatWhatsappDecoder(String name, SourceSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public Decoded decode(Inbound inbound) {
        return new Decoded(Bodies.each(inbound.json(), body -> List.of(decode(body, inbound))), inbound.body());
    }

    private Fact decode(JsonNode body, Inbound inbound) {
        Facts facts = new Facts(name, instance(inbound), inbound.receivedAt());
        JsonNode data = body.path("data");
        Instant time = Json.instant(body.path("timestamp"));
        String event = Json.string(body, "event");
        Fact fact = switch (event) {
            case "message", "message_create" -> ChatWhatsappMessages.message(facts, data, time);
            case "message_ack" -> ChatWhatsappMessages.ack(facts, data, time);
            case "qr" -> qrcode(facts, data, time);
            case "status" -> status(facts, data, time);
            case "ready" -> changed(facts, ConnectionState.OPEN, null, data, time);
            case "authenticated" -> changed(facts, ConnectionState.CONNECTING, null, data, time);
            case "auth_failure", "disconnected" -> changed(facts, ConnectionState.CLOSE, reason(data), data, time);
            case null, default -> null;
        };
        return fact == null ? facts.unrecognized(event, key(facts, time, Keys.hash(body))) : fact;
    }

    private String instance(Inbound inbound) {
        if (inbound.instance() != null) {
            return inbound.instance();
        }
        return settings.instance() == null ? name : settings.instance();
    }

    private static @Nullable Fact status(Facts facts, JsonNode data, @Nullable Instant time) {
        String failure = Json.string(data, "error", "authFailure", "auth_failure");
        Boolean connected = Json.flag(data, "connected");
        if (failure != null || Boolean.FALSE.equals(connected)) {
            return changed(facts, ConnectionState.CLOSE, reason(data), data, time);
        }
        if (connected != null) {
            return changed(facts, ConnectionState.OPEN, null, data, time);
        }
        Boolean authenticated = Json.flag(data, "authenticated");
        return authenticated == null
                ? null
                : authenticated
                        ? changed(facts, ConnectionState.CONNECTING, null, data, time)
                        : changed(facts, ConnectionState.CLOSE, reason(data), data, time);
    }

    private static @Nullable String reason(JsonNode data) {
        String text = Json.string(data);
        return text == null ? Json.string(data, "error", "authFailure", "auth_failure", "reason", "message") : text;
    }

    private static Fact changed(
            Facts facts, ConnectionState state, @Nullable String reason, JsonNode data, @Nullable Instant time) {
        JsonNode client = data.path("clientInfo");
        return facts.ofInstance(
                time,
                key(facts, time, "connection", state, reason),
                new Event.ConnectionChanged(
                        state, reason, number(client.path("wid")), Json.string(client, "pushname")));
    }

    /** An address, bare or not, or whatsapp-web.js's own form of one, whose {@code user} alone may be that of a LID. */
    private static @Nullable String number(JsonNode wid) {
        String address = Json.string(wid) == null ? Json.string(wid, "_serialized") : Json.string(wid);
        if (address != null) {
            return Jid.phone(address);
        }
        String user = Json.string(wid, "user");
        String server = Json.string(wid, "server");
        return Jid.phone(user == null || server == null ? user : user + "@" + server);
    }

    private static Fact qrcode(Facts facts, JsonNode data, @Nullable Instant time) {
        String code = Json.string(data) == null ? Json.string(data, "qr") : Json.string(data);
        boolean image = code != null && code.startsWith("data:");
        boolean available = code != null && !Boolean.FALSE.equals(Json.flag(data, "available"));
        String key = code == null
                ? key(facts, time, "qrcode", available)
                : Keys.of("qrcode", facts.instance(), Keys.hash(code), available);
        return facts.ofInstance(
                time, key, new Event.QrcodeUpdated(available, image ? code : null, image ? null : code, null));
    }

    /** The same news at another time is other news; without a time of its own, within the same second it is not. */
    private static String key(Facts facts, @Nullable Instant time, @Nullable Object... what) {
        long at = time == null ? facts.receivedAt().getEpochSecond() : time.toEpochMilli();
        return Keys.of("chat-whatsapp", facts.instance(), Keys.of(what), at);
    }
}
