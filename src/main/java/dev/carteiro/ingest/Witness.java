package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.event.Fact;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Sees every request's events after they are committed and before their sender is told, so that a sender that never heard
 * of it sends them again, and they are seen again.
 */
@FunctionalInterface
public interface Witness {

    /** Completes when it has taken note; an error is the sender's to hear. {@code events} has one for each fact. */
    Mono<Void> committed(List<Fact> facts, List<Appended> events);
}
