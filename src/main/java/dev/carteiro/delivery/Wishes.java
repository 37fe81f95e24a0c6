package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Halt;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What destinations ask for with their answers: heeded here at once, and told to the other replicas with the next turn. */
final class Wishes {

    private static final Logger log = LoggerFactory.getLogger(Wishes.class);

    private final DeliveryQueue queue;
    private final Clock clock;
    private final Map<String, Untold> untold = new ConcurrentHashMap<>(); // one for a destination at most

    Wishes(DeliveryQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    private record Untold(Pipeline pipeline, Halt halt) {}

    void heed(Pipeline pipeline, Outcome outcome) {
        String name = pipeline.destination().name();
        if (outcome instanceof Outcome.Deferred deferred && deferred.after() != null) {
            if (pipeline.gate().quiet(clock.instant().plus(deferred.after()))) {
                log.warn(
                        "event=destination-asks-for-patience destination={} ms={}",
                        name,
                        deferred.after().toMillis());
                tell(pipeline, new Halt(name, null, deferred.after()));
            }
        } else if (outcome instanceof Outcome.Barred barred) {
            if (pipeline.gate().bar(clock.instant().plus(barred.after()))) {
                log.error(
                        "event=destination-barred destination={} ms={} reason=\"{}\"",
                        name,
                        barred.after().toMillis(),
                        barred.reason());
            }
        } else if (outcome instanceof Outcome.Gone gone && pipeline.gate().disable(gone.reason())) {
            log.error(
                    "event=destination-disabled destination={} reason=\"{}\" until=\"an operator enables it\"",
                    name,
                    gone.reason());
            tell(pipeline, new Halt(name, gone.reason(), Duration.ZERO));
        }
    }

    private void tell(Pipeline pipeline, Halt halt) {
        untold.merge(halt.destination(), new Untold(pipeline, halt), Wishes::both);
    }

    private static Untold both(Untold before, Untold now) {
        Halt one = before.halt();
        Halt other = now.halt();
        Duration quiet = one.quiet().compareTo(other.quiet()) > 0 ? one.quiet() : other.quiet();
        return new Untold(
                now.pipeline(),
                new Halt(other.destination(), one.disabled() != null ? one.disabled() : other.disabled(), quiet));
    }

    /** Tells the others what they do not know yet; on an error it is kept for the next call. */
    Mono<Void> tell() {
        if (untold.isEmpty()) {
            return Mono.empty();
        }
        Map<String, Untold> told = Map.copyOf(untold);
        List<Halt> halts = told.values().stream().map(Untold::halt).toList();
        return queue.halt(halts)
                .then(Mono.fromRunnable(() -> told.forEach((name, wish) -> {
                    if (untold.remove(name, wish)) {
                        wish.pipeline().gate().known();
                    }
                })));
    }
}
