package dev.carteiro.crew;

import dev.carteiro.delivery.Destination;
import dev.carteiro.delivery.Pipelines;
import dev.carteiro.delivery.ShowsTyping;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.routing.Router;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows customers that somebody types while a crew works, wherever its answer would go. */
final class TypingShown {

    private static final Logger log = LoggerFactory.getLogger(TypingShown.class);

    /** Chatwoot shows it for half a minute, WhatsApp for a shorter time. */
    private static final Duration AGAIN = Duration.ofSeconds(20);

    private static final Event.ReplyProposed SOMETHING = new Event.ReplyProposed("…", List.of(), false, List.of());

    private final Router router;
    private final Pipelines pipelines;

    TypingShown(Router router, Pipelines pipelines) {
        this.router = router;
        this.pipelines = pipelines;
    }

    /** What {@code work} gives; while it takes its time, it is shown. */
    <T> Mono<T> during(Question question, Mono<T> work) {
        Flux<T> shown = Flux.interval(Duration.ZERO, AGAIN)
                .onBackpressureDrop()
                .concatMap(tick -> show(question, true).<T>then(Mono.empty()), 1);
        return Flux.merge(work, shown).next();
    }

    /** The same for who is asked again after each {@code every}: not more often than it has to be. */
    Mono<Void> again(Question question, Duration waited, Duration every) {
        long before = Math.max(0, waited.minus(every).toMillis()) / AGAIN.toMillis();
        return waited.toMillis() / AGAIN.toMillis() > before ? show(question, true) : Mono.empty();
    }

    /** Never an error: whoever cannot be shown it does not see it. */
    Mono<Void> show(Question question, boolean on) {
        return Flux.defer(() -> Flux.fromIterable(router.destinationsFor(answer(question))))
                .concatMap(name -> show(pipelines.destination(name), question, on))
                .onErrorResume(failure -> {
                    log.debug("event=typing-not-shown destination={}", question.destination(), failure);
                    return Mono.empty();
                })
                .then();
    }

    private static Mono<Void> show(@Nullable Destination destination, Question question, boolean on) {
        return destination != null && destination.sender() instanceof ShowsTyping shows
                ? shows.typing(question.envelope(), on)
                : Mono.empty();
    }

    private static Fact answer(Question question) {
        return new Fact(
                question.destination(),
                question.envelope().instance(),
                question.conversation(),
                question.envelope().time(),
                "typing",
                SOMETHING);
    }
}
