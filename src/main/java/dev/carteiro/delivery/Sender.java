package dev.carteiro.delivery;

import reactor.core.publisher.Mono;

/** Takes one event to one receiving system. */
@FunctionalInterface
public interface Sender {

    /**
     * Makes one attempt when subscribed. What the destination answers is an {@link Outcome}; trouble on the way is an
     * error, which the pipeline takes for a passing one. Never blocks.
     */
    Mono<Outcome> send(Delivery delivery);
}
