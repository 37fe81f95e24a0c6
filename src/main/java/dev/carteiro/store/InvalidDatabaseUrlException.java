package dev.carteiro.store;

/** {@code CARTEIRO_DATABASE_URL} cannot be used. The message never holds the URL, because a password may be in it. */
final class InvalidDatabaseUrlException extends RuntimeException {

    InvalidDatabaseUrlException(String reason) {
        super("CARTEIRO_DATABASE_URL cannot be used: " + reason + ".");
    }
}
