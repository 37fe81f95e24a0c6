package dev.carteiro.bridge;

import dev.carteiro.delivery.Outcome;

/** Nothing more can be done for an event now; carries what is to be made of its delivery. */
final class StoppedException extends RuntimeException {

    private final transient Outcome outcome;

    StoppedException(Outcome outcome) {
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
