package dev.carteiro.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The systems that Carteiro understands; {@code GENERIC} takes any JSON. */
public enum SourceType {
    @JsonProperty("evolution")
    EVOLUTION,
    @JsonProperty("chatwoot")
    CHATWOOT,
    @JsonProperty("w-api")
    W_API,
    @JsonProperty("chat-whatsapp")
    CHAT_WHATSAPP,
    @JsonProperty("generic")
    GENERIC;

    /** The name in configuration and in paths, such as {@code w-api}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
