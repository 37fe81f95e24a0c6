package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.delivery.Sender;
import dev.carteiro.delivery.ShowsTyping;
import dev.carteiro.event.Envelope;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A sender whose key is for one server, and shown to no other.
 *
 * @param type of its destination
 * @param way what it does; its {@link StoppedException}s are outcomes as well
 * @param shown how it shows that somebody types
 */
record OneServer(String type, Function<Delivery, Mono<Outcome>> way, BiFunction<Envelope, Boolean, Mono<Void>> shown)
        implements Sender, ShowsTyping {

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

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

    @Override
    public Mono<Void> typing(Envelope question, boolean on) {
        return Mono.defer(() -> shown.apply(question, on))
                .timeout(A_MOMENT, Mono.empty())
                .onErrorResume(notShown -> Mono.empty());
    }
}
