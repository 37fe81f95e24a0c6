package dev.carteiro.event;

/** What a WhatsApp instance says of its connection; {@code REFUSED} means that the pairing was given up. */
public enum ConnectionState {
    OPEN,
    CONNECTING,
    CLOSE,
    REFUSED
}
