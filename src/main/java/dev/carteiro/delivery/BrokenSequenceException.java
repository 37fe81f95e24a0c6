package dev.carteiro.delivery;

/** Something before it in its {@link Sequence} has failed. */
public final class BrokenSequenceException extends RuntimeException {

    BrokenSequenceException() {
        super("something before it could not be appended", null, false, false);
    }
}
