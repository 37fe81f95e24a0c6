package dev.carteiro.event;

/** The kinds of media that keep their own name in the canonical JSON. */
public enum MediaKind {
    IMAGE,
    VIDEO,
    AUDIO,
    DOCUMENT,
    STICKER
}
