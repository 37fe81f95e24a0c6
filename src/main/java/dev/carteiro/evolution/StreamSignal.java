package dev.carteiro.evolution;

import java.time.Instant;

/** What an open stream has to tell. */
public sealed interface StreamSignal {

    /** The whole server's namespace, to which global mode emits. */
    String ROOT = "/";

    /** From now on a namespace's events come; what was emitted before is lost to this stream. */
    record Connected(String namespace) implements StreamSignal {}

    /** The server knows no such namespace yet, or has closed it: it is asked for again by and by. */
    record Missing(String namespace, String reason) implements StreamSignal {}

    /**
     * An event.
     *
     * @param json Evolution's envelope in UTF-8; attachments are in it as base64
     * @param weight how much it takes up of the {@link Inflow}, in bytes, until somebody has done with it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Received(String namespace, byte[] json, long weight, Instant at) implements StreamSignal {}

    /** Something that was no event in this protocol, and is gone. */
    record Garbled(String reason) implements StreamSignal {}
}
