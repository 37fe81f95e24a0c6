package dev.carteiro.stream;

import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;

/** Signals as blocks of a {@code text/event-stream}, as the HTML standard has it. */
final class Sse {

    private Sse() {}

    static DataBuffer encode(Signal signal, DataBufferFactory buffers) {
        return switch (signal) {
            case Signal.Events events -> buffers.wrap(blocks(events.frames()));
            case Signal.Word word -> buffers.wrap(block(word));
            case Signal.Begin begin -> buffers.wrap(block(Words.begin(begin)));
            // A block without data is no event, but its id counts for the next Last-Event-ID.
            case Signal.Quiet quiet -> buffers.wrap(Bytes.ascii(":\nid: " + quiet.position() + "\n\n"));
            case Signal.Retry retry ->
                buffers.wrap(Bytes.ascii("retry: " + retry.after().toMillis() + "\n\n"));
        };
    }

    private static byte[] blocks(List<Frame> frames) {
        return frames.size() == 1
                ? frames.getFirst().block()
                : Bytes.join(frames.stream().map(Frame::block).toArray(byte[][]::new));
    }

    private static byte[] block(Signal.Word word) {
        String id = word.position() == null ? "" : "id: " + word.position() + "\n";
        return Bytes.join(
                Bytes.ascii("event: " + word.name() + "\n" + id + "data: "), word.json(), Bytes.ascii("\n\n"));
    }
}
