package dev.carteiro.fake;

/** A presence that was sent to a chat. */
public record WhatsAppPresence(String instance, String chat, String presence, long delay) {}
