package dev.carteiro.bridge;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One entry of {@code carteiro.bridges}.
 *
 * @param evolution where it has no url or key, those of the source are used
 */
record BridgeSettings(
        ChatwootSettings chatwoot,
        @DefaultValue EvolutionSettings evolution,
        @JsonUnwrapped Options options) {}
