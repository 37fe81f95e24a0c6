package dev.carteiro.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessagesTests {

    private static List<String> encode(Signal signal) {
        return Messages.encode(signal).map(text -> new String(text, UTF_8)).toList();
    }

    @Test
    void writesEachEventAsOneMessage() {
        List<Frame> frames = TestFrames.frames(7, 9);
        assertThat(encode(new Signal.Events(frames)))
                .containsExactly(
                        new String(frames.getFirst().message(), UTF_8),
                        new String(frames.getLast().message(), UTF_8));
    }

    @Test
    void writesAGapWithThePositionToGoOnFrom() {
        assertThat(encode(Words.gap("ahead", 12, 5)))
                .containsExactly("{\"id\":\"5\",\"event\":\"gap\","
                        + "\"data\":{\"reason\":\"ahead\",\"after\":\"12\",\"from\":\"5\"}}");
    }

    @Test
    void writesOtherWordsWithoutAPosition() {
        assertThat(encode(Words.expired()))
                .containsExactly("{\"id\":null,\"event\":\"expired\","
                        + "\"data\":{\"reason\":\"The token's time is over; come back with a new one.\"}}");
    }

    @Test
    void writesPingsAndHowLongToWait() {
        assertThat(encode(new Signal.Quiet(12))).containsExactly("{\"id\":\"12\",\"event\":\"ping\",\"data\":{}}");
        assertThat(encode(new Signal.Retry(Duration.ofMillis(1_500))))
                .containsExactly("{\"id\":null,\"event\":\"retry\",\"data\":{\"afterMs\":1500}}");
    }

    @Test
    void writesAnyTextSoThatItCanBeReadBack() {
        String text = "a\nb\r\"c\" \u2028 👍";
        JsonNode message = JsonMapper.shared()
                .readTree(encode(new Signal.Word("snapshot", null, Words.json(Map.of("name", text))))
                        .getFirst());
        assertThat(message.path("id").isNull()).isTrue();
        assertThat(message.path("event").stringValue()).isEqualTo("snapshot");
        assertThat(message.path("data").path("name").stringValue()).isEqualTo(text);
    }
}
