package dev.carteiro.bridge;

/**
 * A message as Chatwoot shows it.
 *
 * @param text in Markdown; empty where a file says it all
 * @param media whether a file belongs to it
 */
record Worded(String text, boolean media) {}
