package dev.carteiro.bridge;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.carteiro.destination.PolicySettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * WhatsApp's side of a bridge.
 *
 * @param type what it is, which goes without saying in a bridge
 * @param url of the Evolution server; absent where that of the source will do
 * @param delay for how long at most the customer sees "typing…" before a message, the longer the text the longer
 * @param doubt for how long after an attempt whose end is unknown it may still be under way
 */
record EvolutionSettings(
        @Nullable String type,
        @Nullable URI url,
        @Nullable String apiKey,
        @Nullable String instance,
        @DefaultValue("0ms") Duration delay,
        @DefaultValue("5s") Duration doubt,
        @JsonUnwrapped PolicySettings policy) {

    /** A message may have as many parts as Chatwoot allows attachments, each with its own time. */
    static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

    EvolutionSettings {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("delay must be 0s to 20s, but is " + delay);
        }
    }

    /** Not even by accident. */
    @Override
    public String toString() {
        return "Evolution at " + url;
    }
}
