package dev.carteiro.source;

/** The systems that Carteiro understands; {@code GENERIC} takes any JSON. */
public enum SourceType {
    EVOLUTION,
    CHATWOOT,
    W_API,
    CHAT_WHATSAPP,
    GENERIC
}
