package dev.carteiro.destination;

import java.io.IOException;

/** What was to be sent could not be made just now, so nobody has heard of it. */
public final class UnsentException extends IOException {

    UnsentException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
