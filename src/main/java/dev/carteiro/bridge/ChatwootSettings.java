package dev.carteiro.bridge;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.carteiro.destination.PolicySettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Chatwoot's side of a bridge.
 *
 * @param type what it is, which goes without saying in a bridge
 * @param doubt for how long after an attempt whose end is unknown it may still be under way
 */
record ChatwootSettings(
        @Nullable String type,
        @JsonUnwrapped Place place,
        @DefaultValue("5s") Duration doubt,
        @JsonUnwrapped PolicySettings policy) {

    /** A file of 60 MiB goes through this, from wherever it comes. */
    static final Duration TIMEOUT = Duration.ofMinutes(5);

    /**
     * Where messages go.
     *
     * @param token of a user of the account; an administrator's where {@code autoCreate} is to make the inbox
     * @param botToken an agent bot's, for answers that are proposed by agents
     * @param inbox the inbox's name or number; absent for the name of the instance
     */
    record Place(
            URI url,
            String account,
            String token,
            @Nullable String botToken,
            @Nullable String inbox,
            @DefaultValue("false") boolean autoCreate) {

        /** Not even by accident. */
        @Override
        public String toString() {
            return url + " account " + account;
        }
    }

    /** A destination of its own has the bridge's options beside its keys. */
    record Alone(
            @Nullable String type,
            @JsonUnwrapped Place place,
            @JsonUnwrapped Options options,
            @DefaultValue("5s") Duration doubt,
            @JsonUnwrapped PolicySettings policy) {

        ChatwootSettings chatwoot() {
            return new ChatwootSettings(type, place, doubt, policy);
        }
    }
}
