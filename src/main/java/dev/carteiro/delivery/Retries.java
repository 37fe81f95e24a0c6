package dev.carteiro.delivery;

import dev.carteiro.event.Fact;
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

    /** The same for the one conversation to which {@code fact} belongs; whoever is told of it there need not wait either. */
    public Mono<Long> dueNow(String destination, Fact fact) {
        return Mono.defer(() -> {
                    Destination known = desk.destination(destination);
                    String lane = known == null ? null : known.lane(fact);
                    return lane == null ? Mono.just(0L) : queue.dueNow(destination, lane);
                })
                .doOnNext(count -> {
                    if (count > 0) {
                        log.info("event=retries-due destination={} count={} by=conversation", destination, count);
                        desk.wake(destination);
                    }
                });
    }

    /**
     * The same for one delivery, whose destination has something to say; false where it does not wait, because it is over or
     * somebody works on it right now.
     */
    public Mono<Boolean> dueNow(String destination, long event) {
        return Mono.defer(() -> queue.dueNow(destination, event)).map(count -> {
            if (count > 0) {
                desk.wake(destination);
            }
            return count > 0;
        });
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
