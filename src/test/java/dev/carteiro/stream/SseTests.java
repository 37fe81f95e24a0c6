package dev.carteiro.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import tools.jackson.databind.json.JsonMapper;

class SseTests {

    private static String encode(Signal signal) {
        return Sse.encode(signal, DefaultDataBufferFactory.sharedInstance).toString(UTF_8);
    }

    @Test
    void writesEventsOneAfterTheOther() {
        List<Frame> frames = TestFrames.frames(7, 9);
        String first = new String(frames.getFirst().block(), UTF_8);
        String second = new String(frames.getLast().block(), UTF_8);
        assertThat(encode(new Signal.Events(frames.subList(0, 1)))).isEqualTo(first);
        assertThat(encode(new Signal.Events(frames))).isEqualTo(first + second).startsWith("id: 7\n");
        assertThat(second).startsWith("id: 9\ndata: {");
    }

    @Test
    void writesAGapWithThePositionToGoOnFrom() {
        assertThat(encode(Words.gap("retention", 5, Long.MAX_VALUE))).isEqualTo("""
                        event: gap
                        id: 9223372036854775807
                        data: {"reason":"retention","after":"5","from":"9223372036854775807"}

                        """);
    }

    @Test
    void writesOtherWordsWithoutAPosition() {
        assertThat(encode(Words.expired())).isEqualTo("""
                        event: expired
                        data: {"reason":"The token's time is over; come back with a new one."}

                        """);
    }

    @Test
    void writesAPingThatIsNoEventButMovesThePosition() {
        assertThat(encode(new Signal.Quiet(12))).isEqualTo(":\nid: 12\n\n");
    }

    @Test
    void writesHowLongToWait() {
        assertThat(encode(new Signal.Retry(Duration.ofMillis(1_500)))).isEqualTo("retry: 1500\n\n");
    }

    @Test
    void keepsAWordWithAnyTextInOneLine() {
        String text = "a\nb\r\"c\" \u2028 👍";
        String block = encode(new Signal.Word("snapshot", null, Words.json(Map.of("name", text))));
        assertThat(block.split("[\r\n]", -1))
                .hasSize(4)
                .startsWith("event: snapshot")
                .endsWith("", "");
        assertThat(JsonMapper.shared()
                        .readTree(block.substring(block.indexOf("data: ") + 6))
                        .path("name")
                        .stringValue())
                .isEqualTo(text);
    }
}
