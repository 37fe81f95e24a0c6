package dev.carteiro.destination;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** The bytes of one request to a destination. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Payload(String contentType, byte[] bytes) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static Payload of(DestinationSettings.Format format, Recorded event) {
        return switch (format) {
            case RAW -> new Payload("application/json", event.body());
            case CLOUDEVENTS -> new Payload("application/cloudevents+json; charset=utf-8", canonical(event));
            case ENVELOPE -> new Payload("application/json", JSON.writeValueAsBytes(ChatEnvelope.of(event)));
        };
    }

    private static byte[] canonical(Recorded event) {
        RawValue data = new RawValue(new String(event.data(), StandardCharsets.UTF_8));
        return JSON.writeValueAsBytes(Canonical.of(event.envelope(), data));
    }
}
