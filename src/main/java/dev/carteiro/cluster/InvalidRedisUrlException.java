package dev.carteiro.cluster;

/** {@code CARTEIRO_REDIS_URL} cannot be used. The message never holds the URL, because a password may be in it. */
final class InvalidRedisUrlException extends RuntimeException {

    InvalidRedisUrlException(String reason) {
        super("CARTEIRO_REDIS_URL cannot be used: " + reason + ".");
    }
}
