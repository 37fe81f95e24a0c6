package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Event;
import dev.carteiro.source.Fixtures;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CanonicalReaderTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<String> fixtures() {
        return Fixtures.names();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void readsWhatWasWritten(String fixture) throws Exception {
        for (JsonNode event : expected(fixture)) {
            JsonNode data = event.path("data");
            String type = event.path("type").stringValue();
            Event read = CanonicalReader.read(type, JSON.writeValueAsBytes(data));
            assertThat(read.type()).isEqualTo(type);
            assertThat(JSON.valueToTree(Canonical.data(read)).toPrettyString()).isEqualTo(data.toPrettyString());
        }
    }

    /** So that the test above cannot pass for want of an example. */
    @Test
    void meetsEveryTypeAndKindInTheExamples() throws Exception {
        Set<String> types = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        for (String fixture : fixtures()) {
            for (JsonNode event : expected(fixture)) {
                types.add(event.path("type").stringValue());
                kinds.add(event.path("data").path("content").path("kind").asString(""));
            }
        }
        assertThat(types)
                .contains("message.received", "message.sent", "message.status", "message.edited", "message.deleted")
                .contains("connection.changed", "qrcode.updated", "presence.changed", "contact.changed")
                .contains("conversation.changed", "call.received", "unrecognized");
        assertThat(kinds)
                .contains("text", "image", "video", "audio", "document", "sticker", "location", "contacts")
                .contains("reaction", "poll", "order", "system", "other");
    }

    @Test
    void readsAProposedReply() {
        Event.ReplyProposed reply =
                new Event.ReplyProposed("Olá", List.of("https://a.example/1.png"), true, List.of("vip"));
        assertThat(CanonicalReader.read("reply.proposed", JSON.writeValueAsBytes(Canonical.data(reply))))
                .isEqualTo(reply);
    }

    @Test
    void doesNotRecogniseWhatALaterVersionWrites() {
        assertThat(CanonicalReader.read("story.seen", bytes("{\"by\":\"Ana\"}")))
                .isEqualTo(new Event.Unrecognized("story.seen"));
        String edited = "{\"messageId\":\"1\",\"content\":{\"kind\":\"hologram\"}}";
        assertThat(JSON.valueToTree(Canonical.data(CanonicalReader.read("message.edited", bytes(edited))))
                        .at("/content/name")
                        .stringValue())
                .isEqualTo("hologram");
    }

    @Test
    void throwsAtWhatTheLogNeverHolds() {
        assertThatThrownBy(() -> CanonicalReader.read("message.deleted", bytes("{}")))
                .isInstanceOf(RuntimeException.class);
    }

    private static JsonNode expected(String fixture) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(Fixtures.class.getResourceAsStream("/source/" + fixture + ".expected.json"))) {
            return JSON.readTree(in.readAllBytes());
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
