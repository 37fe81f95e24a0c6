package dev.carteiro.event;

/** How far a message has come. The order of the first four is the order of progress; {@code FAILED} is an end of its own. */
public enum Status {
    SENT,
    DELIVERED,
    READ,
    PLAYED,
    FAILED
}
