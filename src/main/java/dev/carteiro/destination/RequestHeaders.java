package dev.carteiro.destination;

import dev.carteiro.signature.StandardWebhooks;
import dev.carteiro.trace.Traceparent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a destination's requests: which event it is, by whom it is signed, and what the destination adds. */
final class RequestHeaders {

    // Netty has such names in hand: neither their hash nor their bytes are worked out again.
    private static final AsciiString ID = AsciiString.cached("webhook-id");
    private static final AsciiString TIMESTAMP = AsciiString.cached("webhook-timestamp");
    private static final AsciiString SIGNATURE = AsciiString.cached("webhook-signature");
    private static final AsciiString TRACEPARENT = AsciiString.cached(Traceparent.HEADER);
    private static final AsciiString AGENT = AsciiString.cached("Carteiro");

    private final Map<String, String> custom;
    private final @Nullable StandardWebhooks signer;
    private final Clock clock;

    /** Throws {@link IllegalArgumentException} where a secret cannot sign. */
    RequestHeaders(Map<String, String> custom, List<String> secrets, Clock clock) {
        this.custom = Map.copyOf(custom);
        this.clock = clock;
        List<String> present =
                secrets.stream().filter(secret -> !secret.isBlank()).toList();
        signer = present.isEmpty() ? null : new StandardWebhooks(present, Duration.ZERO);
    }

    /** Those that are the same for each request. What the destination adds wins over all others. */
    void constant(HttpHeaders headers) {
        headers.set(HttpHeaderNames.USER_AGENT, AGENT);
        custom.forEach(headers::set);
    }

    /**
     * The others, in addition. {@code id} is the same for each attempt of an event, so that a receiver recognises a repeat.
     */
    void write(HttpHeaders headers, String id, Payload payload, @Nullable String traceparent) {
        Instant now = clock.instant();
        if (traceparent != null) {
            unlessCustom(headers, TRACEPARENT, traceparent);
        }
        unlessCustom(headers, HttpHeaderNames.CONTENT_TYPE, payload.contentType());
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, payload.bytes().length);
        headers.set(ID, id);
        headers.set(TIMESTAMP, Long.toString(now.getEpochSecond()));
        if (signer != null) {
            headers.set(SIGNATURE, signer.sign(id, now, payload.bytes()));
        }
    }

    private static void unlessCustom(HttpHeaders headers, AsciiString name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
