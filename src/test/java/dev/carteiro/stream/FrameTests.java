package dev.carteiro.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FrameTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String EVENT = """
            {"specversion":"1.0","id":"7","source":"evolution","type":"message.received",\
            "subject":"Ravenna/5511988887777@s.whatsapp.net","time":"2025-12-10T14:03:07.123Z","instance":"Ravenna",\
            "conversation":"5511988887777@s.whatsapp.net","position":"7","receivedAt":"2025-12-10T14:03:07.124Z",\
            "data":{"content":{"text":"oi"}}}""";

    private final Frame frame = Frame.of(TestFrames.event(7, "Ravenna", "{\"content\":{\"text\":\"oi\"}}"));

    @Test
    void isABlockWithoutANameThatOnMessageHears() {
        assertThat(new String(frame.block(), UTF_8)).isEqualTo("id: 7\ndata: " + EVENT + "\n\n");
    }

    @Test
    void isAMessageOfAWebSocket() {
        assertThat(new String(frame.message(), UTF_8))
                .isEqualTo("{\"id\":\"7\",\"event\":\"message\",\"data\":" + EVENT + "}");
    }

    @Test
    void isMadeOnceForAll() {
        assertThat(frame.block()).isSameAs(frame.block());
    }

    @Test
    void knowsItsPlaceAndItsSize() {
        assertThat(frame.position()).isEqualTo(7);
        assertThat(frame.envelope().instance()).isEqualTo("Ravenna");
        assertThat(frame.size()).isEqualTo(frame.block().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "two\r\nlines",
                "\r",
                "\n\ndata: forged\n\n",
                "\"quoted\" and \\",
                "\u2028 and \u2029 and \u0085",
                "👍🏽 and ção",
                "\uFEFF",
                " leading and trailing ",
            })
    void keepsAnyTextInOneLine(String text) {
        Frame one = Frame.of(TestFrames.event(7, "Ravenna", JSON.writeValueAsString(text)));
        String block = new String(one.block(), UTF_8);
        assertThat(block.split("[\r\n]", -1)).hasSize(4).startsWith("id: 7").endsWith("", "");
        assertThat(data(block).path("data").stringValue()).isEqualTo(text);
        assertThat(JSON.readTree(one.message()).path("data").path("data").stringValue())
                .isEqualTo(text);
    }

    private static JsonNode data(String block) {
        String line = block.split("\n", -1)[1];
        assertThat(line).startsWith("data: ");
        return JSON.readTree(line.substring("data: ".length()));
    }
}
