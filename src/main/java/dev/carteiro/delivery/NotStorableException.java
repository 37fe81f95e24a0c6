package dev.carteiro.delivery;

/** The database refuses a request's data, and would again. */
public final class NotStorableException extends RuntimeException {

    NotStorableException(Throwable cause) {
        super("the database refuses this request's data", cause);
    }
}
