package dev.carteiro.stream;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** An event of the log as it goes over the wire: serialised once, however many get it. */
final class Frame {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] END = {'\n', '\n'};

    private final Envelope envelope;
    private final byte[] block;
    private final int begin;

    private Frame(Envelope envelope, byte[] block, int begin) {
        this.envelope = envelope;
        this.block = block;
        this.begin = begin;
    }

    static Frame of(Recorded event) {
        RawValue data = new RawValue(new String(event.data(), StandardCharsets.UTF_8));
        byte[] json = JSON.writeValueAsBytes(Canonical.of(event.envelope(), data));
        // No name: an EventSource hears named events only by their names, and types of events come to be.
        byte[] head = ("id: " + event.envelope().id() + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
        return new Frame(event.envelope(), Bytes.join(head, json, END), head.length);
    }

    Envelope envelope() {
        return envelope;
    }

    long position() {
        return envelope.position();
    }

    /** How much of the heap it takes, nearly. */
    int size() {
        return block.length;
    }

    /** The block of a {@code text/event-stream}, with its blank line. Not to be changed. */
    byte[] block() {
        return block;
    }

    /** The text of a WebSocket's frame, UTF-8; not kept, because few have one. */
    byte[] message() {
        return Bytes.message("message", envelope.id(), Arrays.copyOfRange(block, begin, block.length - END.length));
    }
}
