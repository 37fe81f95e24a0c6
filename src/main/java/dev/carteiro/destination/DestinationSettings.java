package dev.carteiro.destination;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One entry of {@code carteiro.destinations}.
 *
 * @param signingSecret all of them sign, so that a receiver can be moved from one to the next
 */
record DestinationSettings(
        @DefaultValue("http") Type type,
        URI url,
        @DefaultValue("raw") Format format,
        Map<String, String> headers,
        List<String> signingSecret,
        @JsonUnwrapped PolicySettings policy) {

    enum Type {
        HTTP
    }

    /** What is sent: the request as it came, the canonical event, or the envelope of a chat-whatsapp backend. */
    enum Format {
        RAW,
        CLOUDEVENTS,
        ENVELOPE
    }
}
