package dev.carteiro.delivery;

/** More waits to be written than may wait; the caller should come back later. */
public final class SaturatedException extends RuntimeException {

    SaturatedException(int items, long bytes) {
        super("too much waits to be written: " + items + " requests, " + bytes + " bytes");
    }
}
