package dev.carteiro.delivery;

/**
 * A request's bytes until they are written. They are let go by hand: a pooled database connection keeps hold of the
 * statement for which it was opened, and with it would keep a body of many megabytes for as long as it lives.
 */
public final class Body {

    private static final byte[] GONE = {};

    private final int length;
    private volatile byte[] bytes;

    public Body(byte[] bytes) {
        this.bytes = bytes;
        length = bytes.length;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    void letGo() {
        bytes = GONE;
    }
}
