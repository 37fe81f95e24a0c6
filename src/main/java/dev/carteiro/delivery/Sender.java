package dev.carteiro.delivery;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Takes one event to one receiving system. */
@FunctionalInterface
public interface Sender {

    /**
     * Makes one attempt when subscribed; at {@code elsewhere} instead of where the configuration says, if that is given. What the destination answers is an {@link Outcome}; trouble on the way is an
     * error, which the pipeline takes for a passing one. Never blocks.
     */
    Mono<Outcome> send(Delivery delivery, @Nullable String elsewhere);
}
