package dev.carteiro.fake;

/** A message that was marked as read, deleted for everyone, or edited to {@code text}, over REST. */
public record WhatsAppMark(String instance, String chat, String id, String text) {}
