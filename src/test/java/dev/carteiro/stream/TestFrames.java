package dev.carteiro.stream;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Events as the log would give them. */
final class TestFrames {

    private static final Instant TIME = Instant.parse("2025-12-10T14:03:07.123Z");

    /** When nobody's time is over. */
    static final Instant NOW = Instant.parse("2025-12-10T14:03:07Z");

    private TestFrames() {}

    static Recorded event(long position, String instance, String data) {
        return new Recorded(
                new Envelope(
                        position,
                        "evolution",
                        "message.received",
                        instance,
                        new ConversationKey(instance, "5511988887777@s.whatsapp.net"),
                        TIME,
                        TIME.plusMillis(1)),
                data.getBytes(StandardCharsets.UTF_8),
                new byte[0]);
    }

    static Frame frame(long position) {
        return frame(position, "Ravenna");
    }

    static Frame frame(long position, String instance) {
        return Frame.of(event(position, instance, "{}"));
    }

    /** A frame of exactly that size. */
    static Frame frame(long position, int size) {
        int least = Frame.of(event(position, "Ravenna", "\"\"")).size();
        return Frame.of(event(position, "Ravenna", "\"" + "x".repeat(size - least) + "\""));
    }

    static List<Frame> frames(long... positions) {
        return LongStream.of(positions).mapToObj(TestFrames::frame).toList();
    }

    static List<Long> positions(List<Frame> frames) {
        return frames.stream().map(Frame::position).toList();
    }
}
