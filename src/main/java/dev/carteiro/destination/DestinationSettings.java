package dev.carteiro.destination;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One entry of {@code carteiro.destinations}, as far as events are posted to a URL.
 *
 * @param format what is sent; absent means {@link Format#RAW}, or a {@code transform}
 * @param transform JSONata over the canonical event, instead of a format
 * @param signingSecret all of them sign, so that a receiver can be moved from one to the next
 * @param http2 whether it is known to speak HTTP/2, which it must where the URL is not https
 */
public record DestinationSettings(
        @DefaultValue("http") Type type,
        URI url,
        @Nullable Format format,
        @Nullable String transform,
        Map<String, String> headers,
        List<String> signingSecret,
        @DefaultValue("false") boolean http2,
        @JsonUnwrapped PolicySettings policy) {

    public DestinationSettings {
        if (format != null && transform != null) {
            throw new IllegalArgumentException("has a format and a transform, and only one of them can be sent");
        }
    }

    /** The same with other headers. */
    public DestinationSettings with(Map<String, String> others) {
        return new DestinationSettings(type, url, format, transform, others, signingSecret, http2, policy);
    }

    /** The format, where there is no transform. */
    Format formatOrRaw() {
        return format == null ? Format.RAW : format;
    }

    /** Whether a request that holds many events is sent once, because what is sent is the request itself. */
    boolean once() {
        return transform == null && formatOrRaw() == Format.RAW;
    }

    /** Of these, the others are made by adapters. */
    public enum Type {
        HTTP,
        CHATWOOT,
        EVOLUTION,
        CREWAI
    }

    /** What is sent: the request as it came, the canonical event, or the envelope of a chat-whatsapp backend. */
    public enum Format {
        RAW,
        CLOUDEVENTS,
        ENVELOPE
    }
}
