package dev.carteiro.delivery;

import java.util.List;

/**
 * How an attempt ended. The delivery is as it was before it was completed, so that no body is held until this is written.
 *
 * @param companions the other events that went with it
 */
record Attempted(Delivery delivery, List<Long> companions, Outcome outcome) {

    Attempted {
        companions = List.copyOf(companions);
    }

    static Attempted alone(Delivery delivery, Outcome outcome) {
        return new Attempted(delivery, List.of(), outcome);
    }
}
