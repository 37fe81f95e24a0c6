package dev.carteiro.event;

/**
 * An event as the log keeps it.
 *
 * @param data the canonical JSON's {@code data} member, UTF-8
 * @param body the request as received, redacted; shared by all events of one request
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a body may be 64 MiB
public record Recorded(Envelope envelope, byte[] data, byte[] body) {}
