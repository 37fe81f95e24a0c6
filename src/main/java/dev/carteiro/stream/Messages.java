package dev.carteiro.stream;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signals as JSON for a WebSocket, UTF-8: {@code {"id":"…","event":"message","data":{…}}}. */
final class Messages {

    private static final byte[] NOTHING = Bytes.ascii("{}");

    private Messages() {}

    static Stream<byte[]> encode(Signal signal) {
        return switch (signal) {
            case Signal.Events events -> events.frames().stream().map(Frame::message);
            case Signal.Word word -> Stream.of(Bytes.message(word.name(), id(word), word.json()));
            case Signal.Begin begin -> encode(Words.begin(begin));
            case Signal.Quiet quiet -> Stream.of(Bytes.message("ping", Long.toString(quiet.position()), NOTHING));
            case Signal.Retry retry ->
                Stream.of(Bytes.message(
                        "retry",
                        null,
                        Bytes.ascii("{\"afterMs\":" + retry.after().toMillis() + "}")));
        };
    }

    private static @Nullable String id(Signal.Word word) {
        return word.position() == null ? null : Long.toString(word.position());
    }
}
