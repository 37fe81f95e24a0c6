package dev.carteiro.crew;

import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Outcome;

/** Outcomes in words. */
final class Ends {

    private Ends() {}

    static Outcome delivered(String note) {
        return new Outcome.Delivered(new Answer(200, note));
    }

    static Outcome refused(String reason) {
        return new Outcome.Refused(reason, null);
    }

    static Outcome deferred(String reason) {
        return new Outcome.Deferred(reason, null, null);
    }
}
