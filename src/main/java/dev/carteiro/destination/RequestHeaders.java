package dev.carteiro.destination;

import dev.carteiro.signature.StandardWebhooks;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a destination's requests: which event it is, by whom it is signed, and what the destination adds. */
final class RequestHeaders {

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

    /** {@code id} is the same for each attempt of an event, so that a receiver recognises a repeat. */
    void write(HttpHeaders headers, String id, Payload payload) {
        Instant now = clock.instant();
        headers.set("user-agent", "Carteiro");
        headers.set("content-type", payload.contentType());
        headers.set("content-length", payload.bytes().length);
        headers.set("webhook-id", id);
        headers.set("webhook-timestamp", now.getEpochSecond());
        if (signer != null) {
            headers.set("webhook-signature", signer.sign(id, now, payload.bytes()));
        }
        custom.forEach(headers::set);
    }
}
