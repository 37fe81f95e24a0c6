package dev.carteiro.bridge;

import dev.carteiro.delivery.Appended;
import dev.carteiro.delivery.Retries;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.ingest.Witness;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An agent who presses "retry" wants it tried now: what the conversation waits for is due then, and not in an hour. Chatwoot
 * tells of it as of any other change of a message.
 */
final class RetryWitness implements Witness {

    private final Supplier<Map<String, Plan>> plans;
    private final Retries retries;

    /** {@code plans} are the bridges in force, by their instances. */
    RetryWitness(Supplier<Map<String, Plan>> plans, Retries retries) {
        this.plans = plans;
        this.retries = retries;
    }

    @Override
    public Mono<Void> committed(List<Fact> facts, List<Appended> events) {
        return Flux.fromIterable(facts)
                .filter(fact -> fact.data() instanceof Event.MessageEdited && fact.instance() != null)
                .concatMap(fact -> {
                    Plan plan = plans.get().get(String.valueOf(fact.instance()));
                    return plan == null ? Mono.empty() : retries.dueNow(plan.toWhatsApp(), fact);
                })
                .then();
    }
}
