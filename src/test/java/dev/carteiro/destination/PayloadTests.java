package dev.carteiro.destination;

import static dev.carteiro.destination.TestSettings.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.destination.DestinationSettings.Format;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PayloadTests {

    private static final String MESSAGE = """
            {"messageId":"A1","sender":{"id":"5511@s.whatsapp.net"},"chat":{"id":"5511@s.whatsapp.net"},
             "content":{"kind":"%s","%s":"Olá"}}""";

    private static JsonNode envelope(String type, String data) {
        Payload payload = Payload.of(Format.ENVELOPE, event(type, data, "{}"));
        assertThat(payload.contentType()).isEqualTo("application/json");
        return JsonMapper.shared().readTree(payload.bytes());
    }

    private static void assertEnvelope(String type, String data, String expected) {
        assertThat(envelope(type, data)).isEqualTo(JsonMapper.shared().readTree(expected));
    }

    @Test
    void isTheRequestAsItCame() {
        Payload payload = Payload.of(Format.RAW, event("message.received", "{}", "{\"b\": 1.0,\t\"a\":\"\\u00e1\"}"));
        assertThat(new String(payload.bytes(), StandardCharsets.UTF_8)).isEqualTo("{\"b\": 1.0,\t\"a\":\"\\u00e1\"}");
    }

    @Test
    void isTheCanonicalEvent() {
        Payload payload = Payload.of(Format.CLOUDEVENTS, event("message.deleted", "{\"messageId\":\"A1\"}", "{}"));
        assertThat(payload.contentType()).startsWith("application/cloudevents+json");
        assertThat(new String(payload.bytes(), StandardCharsets.UTF_8)).isEqualTo("""
                {"specversion":"1.0","id":"7","source":"evolution","type":"message.deleted",\
                "subject":"Ravenna/5511@s.whatsapp.net","time":"2026-01-02T03:04:05.006Z","instance":"Ravenna",\
                "conversation":"5511@s.whatsapp.net","position":"7","receivedAt":"2026-01-02T03:04:05.006Z",\
                "data":{"messageId":"A1"}}""");
    }

    @Test
    void isWhatAChatWhatsappBackendPostsForAMessage() {
        assertEnvelope("message.received", MESSAGE.formatted("text", "text"), """
                {"event":"message","timestamp":"2026-01-02T03:04:05.006Z","data":{"message":{
                 "id":"A1","from":"5511@c.us","to":"bot","content":"Olá","type":"text","direction":"incoming",
                 "timestamp":"2026-01-02T03:04:05.006Z","status":"received"}}}""");
        assertEnvelope("message.sent", MESSAGE.formatted("image", "caption"), """
                {"event":"message","timestamp":"2026-01-02T03:04:05.006Z","data":{"message":{
                 "id":"A1","from":"bot","to":"5511@c.us","content":"Olá","type":"image","direction":"outgoing",
                 "timestamp":"2026-01-02T03:04:05.006Z","status":"sent"}}}""");
    }

    @Test
    void isWhatAChatWhatsappBackendPostsForItsConnection() {
        assertEnvelope("connection.changed", "{\"state\":\"close\",\"reason\":\"logout\"}", """
                {"event":"status","timestamp":"2026-01-02T03:04:05.006Z",
                 "data":{"connected":false,"state":"close","reason":"logout","qrAvailable":false}}""");
        assertEnvelope("qrcode.updated", "{\"available\":true,\"image\":\"data:image/png;base64,AA==\"}", """
                {"event":"qr","timestamp":"2026-01-02T03:04:05.006Z",
                 "data":{"qr":"data:image/png;base64,AA==","available":true}}""");
    }

    @Test
    void keepsTheCanonicalNameOfWhatThatBackendHasNoNameFor() {
        assertThat(envelope("presence.changed", "{\"state\":\"composing\"}"))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"event":"presence.changed","data":{"state":"composing"},
                         "timestamp":"2026-01-02T03:04:05.006Z"}"""));
    }

    @Test
    void sendsNothingForWhatAMessageDoesNotHave() {
        JsonNode message =
                envelope("message.received", "{\"messageId\":\"A1\"}").at("/data/message");
        assertThat(message.path("content").isNull()).isTrue();
        assertThat(message.path("from").isNull()).isTrue();
    }

    /** Three events, of which the first two came in one request. */
    private static Payload burst(Format format) {
        Recorded first = event("message.deleted", "{\"messageId\":\"A1\"}", "{\"b\": 1.0,\t\"a\":\"\\u00e1\"}");
        Recorded second = new Recorded(first.envelope(), bytes("{\"messageId\":\"A2\"}"), first.body());
        Recorded third = event("message.deleted", "{\"messageId\":\"A3\"}", " [1]\n");
        return Payload.of(format, List.of(first, second, third));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void isTheRequestsOfABurstAsTheyCameEachOnce() {
        Payload payload = burst(Format.RAW);
        assertThat(payload.contentType()).isEqualTo("application/json");
        assertThat(new String(payload.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("[{\"b\": 1.0,\t\"a\":\"\\u00e1\"}, [1]\n]");
    }

    @Test
    void isABatchOfCanonicalEvents() {
        Payload payload = burst(Format.CLOUDEVENTS);
        assertThat(payload.contentType()).startsWith("application/cloudevents-batch+json");
        JsonNode batch = JsonMapper.shared().readTree(payload.bytes());
        assertThat(batch.valueStream().map(event -> event.at("/data/messageId").asString("")))
                .containsExactly("A1", "A2", "A3");
        assertThat(batch.path(0).path("specversion").asString("")).isEqualTo("1.0");
    }

    @Test
    void isAnArrayOfEnvelopes() {
        Payload payload = burst(Format.ENVELOPE);
        assertThat(payload.contentType()).isEqualTo("application/json");
        JsonNode envelopes = JsonMapper.shared().readTree(payload.bytes());
        assertThat(envelopes.valueStream().map(one -> one.at("/data/messageId").asString("")))
                .containsExactly("A1", "A2", "A3");
    }

    @Test
    void isAnArrayForABurstOfOneToo() {
        Recorded alone = event("message.received", "{}", "{\"a\":1}");
        Payload payload = Payload.of(Format.RAW, List.of(alone));
        assertThat(new String(payload.bytes(), StandardCharsets.UTF_8)).isEqualTo("[{\"a\":1}]");
    }
}
