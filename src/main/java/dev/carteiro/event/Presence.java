package dev.carteiro.event;

/** What somebody is doing in a chat. */
public enum Presence {
    COMPOSING,
    RECORDING,
    PAUSED,
    AVAILABLE,
    UNAVAILABLE
}
