package dev.carteiro.delivery;

import java.time.Duration;
import java.util.List;

/** What the queue says to one who is about to attempt a delivery that others may go with. */
sealed interface Gathered {

    /** More may come: it is to be looked at again {@code after} that. */
    record Open(Duration after) implements Gathered {}

    /**
     * It is complete, and stays so for every later attempt.
     *
     * @param companions the events that go with the delivery's own, in their order
     * @param heavy whether the bodies of all of them are large
     */
    record Complete(List<Long> companions, boolean heavy) implements Gathered {
        public Complete {
            companions = List.copyOf(companions);
        }
    }
}
