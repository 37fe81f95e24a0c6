package dev.carteiro.network;

/** A file goes on where it should have ended. */
public final class MediaTooLargeException extends RuntimeException {

    MediaTooLargeException(long most) {
        super("it has more than " + most + " bytes");
    }
}
