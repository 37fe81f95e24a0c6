package dev.carteiro.signature;

/** What a signature or token turned out to be. */
public enum Verdict {
    VALID,
    /** Nothing was presented. */
    MISSING,
    /** It has not the form that it should have. */
    MALFORMED,
    /** It was made with another key, or over something else. */
    MISMATCH,
    /** It is genuine, but not of now. */
    EXPIRED
}
