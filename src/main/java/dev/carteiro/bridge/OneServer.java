package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.delivery.Sender;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A sender whose key is for one server, and shown to no other.
 *
 * @param type of its destination
 * @param way what it does; its {@link StoppedException}s are outcomes as well
 */
record OneServer(String type, Function<Delivery, Mono<Outcome>> way) implements Sender {

    /** {@code elsewhere} is refused. */
    @Override
    public Mono<Outcome> send(Delivery delivery, @Nullable String elsewhere) {
        if (elsewhere != null) {
            return Mono.just(Ends.barred("another url is not for destinations of the type " + type
                    + ", whose key is for one server; take the override away, and change the configuration"));
        }
        return Mono.defer(() -> way.apply(delivery))
                .onErrorResume(StoppedException.class, stopped -> Mono.just(stopped.outcome()))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("no outcome")));
    }
}
