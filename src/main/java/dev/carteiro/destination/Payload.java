package dev.carteiro.destination;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Recorded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The bytes of one request to a destination. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Payload(String contentType, byte[] bytes) {

    private static final String PLAIN = "application/json";
    private static final byte[] DATA = ",\"data\":".getBytes(StandardCharsets.US_ASCII);
    private static final JsonMapper JSON = JsonMapper.shared();

    static Payload of(DestinationSettings.Format format, Recorded event) {
        return switch (format) {
            case RAW -> new Payload(PLAIN, event.body());
            case CLOUDEVENTS -> new Payload("application/cloudevents+json; charset=utf-8", canonical(event));
            case ENVELOPE -> new Payload(PLAIN, envelope(event));
        };
    }

    /** A JSON array, also of one event, so that a receiver of bursts has one shape to read. */
    static Payload of(DestinationSettings.Format format, List<Recorded> burst) {
        return switch (format) {
            case RAW -> new Payload(PLAIN, array(bodies(burst)));
            case CLOUDEVENTS ->
                new Payload(
                        "application/cloudevents-batch+json; charset=utf-8",
                        array(burst.stream().map(Payload::canonical).toList()));
            case ENVELOPE ->
                new Payload(PLAIN, array(burst.stream().map(Payload::envelope).toList()));
        };
    }

    private static byte[] canonical(Recorded event) {
        byte[] head = JSON.writeValueAsBytes(Canonical.head(event.envelope()));
        byte[] data = event.data();
        // The last bracket of the head makes room for the member that is JSON already.
        byte[] whole = Arrays.copyOf(head, head.length + DATA.length + data.length);
        System.arraycopy(DATA, 0, whole, head.length - 1, DATA.length);
        System.arraycopy(data, 0, whole, head.length - 1 + DATA.length, data.length);
        whole[whole.length - 1] = '}';
        return whole;
    }

    private static byte[] envelope(Recorded event) {
        return JSON.writeValueAsBytes(ChatEnvelope.of(event));
    }

    /** The requests that brought the events, each once: those of one request share their body. */
    private static List<byte[]> bodies(List<Recorded> burst) {
        Set<byte[]> met = Collections.newSetFromMap(new IdentityHashMap<>());
        return burst.stream()
                .map(Recorded::body)
                .filter(body -> body.length > 0 && met.add(body))
                .toList();
    }

    private static byte[] array(List<byte[]> items) {
        ByteArrayOutputStream array = new ByteArrayOutputStream(
                items.stream().mapToInt(item -> item.length + 1).sum() + 1);
        array.write('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                array.write(',');
            }
            array.writeBytes(items.get(i));
        }
        array.write(']');
        return array.toByteArray();
    }
}
