package dev.carteiro.delivery;

/**
 * Where an event is in the log.
 *
 * @param duplicate whether it had been there before; then {@code position} is the first one's
 */
public record Appended(long position, boolean duplicate) {}
