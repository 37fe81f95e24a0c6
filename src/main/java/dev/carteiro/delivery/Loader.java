package dev.carteiro.delivery;

import dev.carteiro.store.Cause;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Gets what an attempt needs out of the database: the events that are to go together, and bodies that are large. */
final class Loader {

    private static final Logger log = LoggerFactory.getLogger(Loader.class);

    /** So many large bodies are in memory at once, over all destinations: each of them is there about four times. */
    private static final int HEAVY = Math.clamp(Runtime.getRuntime().maxMemory() >> 28, 1, 8);

    /** So many connections at once, and the others are left to those who claim and settle. */
    private static final int GATHERING = 2;

    private static final Duration SOON = Duration.ofSeconds(1);

    /** Whatever dropped the event, its delivery must not hold its place for ever. */
    private static final Outcome GONE = new Outcome.Refused("the event is no longer in the log", null);

    private final DeliveryQueue queue;
    private final Turnstile heavy = new Turnstile(HEAVY);
    private final Turnstile gathering = new Turnstile(GATHERING);

    Loader(DeliveryQueue queue) {
        this.queue = queue;
    }

    /** One attempt, never an error; none where the burst is still to grow. */
    Mono<Attempted> attempt(Pipeline pipeline, Delivery delivery) {
        Policy.Debounce debounce = pipeline.destination().debounce(delivery);
        return debounce == null
                ? alone(pipeline, delivery)
                : gathering
                        .pass(queue.gather(delivery, debounce))
                        .defaultIfEmpty(new Gathered.Open(Duration.ZERO)) // not ours any more, which its end will find
                        .flatMap(gathered -> gathered(pipeline, delivery, gathered))
                        .onErrorResume(failure -> Mono.just(unread(delivery, failure)));
    }

    private Mono<Attempted> gathered(Pipeline pipeline, Delivery delivery, Gathered gathered) {
        return switch (gathered) {
            case Gathered.Open open ->
                Mono.just(Attempted.alone(delivery, new Outcome.Postponed("gathering a burst", open.after())));
            case Gathered.Complete complete when complete.companions().isEmpty() -> alone(pipeline, delivery);
            case Gathered.Complete complete ->
                together(pipeline, delivery, complete)
                        .map(outcome -> new Attempted(delivery, complete.companions(), outcome, null));
        };
    }

    private Mono<Outcome> together(Pipeline pipeline, Delivery delivery, Gathered.Complete burst) {
        Mono<Outcome> attempt = attempt(pipeline, gathering.pass(queue.withBodies(delivery, burst.companions())));
        return burst.heavy() ? heavy.pass(attempt) : attempt;
    }

    private Mono<Attempted> alone(Pipeline pipeline, Delivery delivery) {
        Mono<Outcome> outcome = delivery.heavy()
                ? heavy.pass(attempt(pipeline, queue.withBodies(delivery, List.of())))
                        .onErrorResume(failure -> Mono.just(
                                Faults.outcome(failure, pipeline.destination().policy())))
                : pipeline.attempt(delivery);
        return outcome.map(ended -> Attempted.alone(delivery, ended));
    }

    private static Mono<Outcome> attempt(Pipeline pipeline, Mono<Delivery> complete) {
        return complete.flatMap(pipeline::attempt).defaultIfEmpty(GONE);
    }

    /** Our own trouble costs the events nothing. */
    private static Attempted unread(Delivery delivery, Throwable failure) {
        log.warn(
                "event=burst-not-read id={} destination={} cause=\"{}\"",
                delivery.position(),
                delivery.destination(),
                Cause.of(failure));
        return Attempted.alone(delivery, new Outcome.Postponed("the burst could not be read", SOON));
    }
}
