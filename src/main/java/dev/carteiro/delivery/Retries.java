package dev.carteiro.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Ends the waiting for a later attempt, for who knows that the destination is well again. */
public final class Retries {

    private static final Logger log = LoggerFactory.getLogger(Retries.class);

    private final DeliveryQueue queue;
    private final Desk desk;

    Retries(DeliveryQueue queue, Desk desk) {
        this.queue = queue;
        this.desk = desk;
    }

    /**
     * Makes all that waits for a later attempt at {@code destination} due now, and says how many that were. Their number of
     * attempts stays, and so do dead letters; a pause or an open breaker still holds them back.
     */
    public Mono<Long> dueNow(String destination) {
        return Mono.defer(() -> queue.dueNow(destination)).doOnNext(count -> {
            log.info("event=retries-due destination={} count={} by=operator", destination, count);
            desk.wake(destination);
        });
    }
}
