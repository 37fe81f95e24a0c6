package dev.carteiro.routing;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.event.Fact;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** Where an event goes, by three routes of which it takes two. */
public class RouteBenchmark extends Measured {

    private static final String ROUTES = """
            carteiro:
              destinations: { crm: {}, agents: {}, archive: {} }
              routes:
                - { name: to the CRM, from: [evolution], to: [crm] }
                - { name: to the agents, from: [evolution], when: 'CONDITION', to: [agents] }
                - { name: other systems, from: [chatwoot], to: [archive] }
            """;

    private static final String CONDITION =
            "event.type == \"message.received\" && !event.data.group && event.data.content.kind == \"text\"";

    private final Fact fact = Sample.TEXT.facts().getFirst();
    private final Router plain = router(ROUTES.replace("when: 'CONDITION', ", ""));
    private final Router conditional = router(ROUTES.replace("CONDITION", CONDITION));

    private static Router router(String yaml) {
        Router router = new Router(Clock.systemUTC(), new SimpleMeterRegistry());
        ConfigTree tree = ConfigTree.of(yaml, name -> null);
        Runnable inForce = router.prepare(tree);
        if (!tree.problems().isEmpty()) {
            throw new IllegalStateException(tree.problems().toString());
        }
        inForce.run();
        if (router.destinationsFor(Sample.TEXT.facts().getFirst()).size() != 2) {
            throw new IllegalStateException("it should take two of the routes");
        }
        return router;
    }

    @Benchmark
    public List<String> withoutConditions() {
        return plain.destinationsFor(fact);
    }

    /** One of the routes that it takes asks by CEL. */
    @Benchmark
    public List<String> withOneCondition() {
        return conditional.destinationsFor(fact);
    }
}
