package dev.carteiro.eventlog;

import java.time.Duration;

/** A retention that cannot be kept. */
final class InvalidRetentionException extends RuntimeException {

    /** {@code variable} is as the operator writes it, {@code instead} says what it may be. */
    InvalidRetentionException(String variable, Duration value, String instead) {
        super(variable + " is " + value + ": " + instead + ".");
    }
}
