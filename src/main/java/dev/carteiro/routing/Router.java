package dev.carteiro.routing;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.event.Canonical;
import dev.carteiro.event.Fact;
import dev.cel.runtime.CelEvaluationException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Knows which destinations want an event. Routes are swapped as a whole while it answers. */
public final class Router implements ConfigPart {

    private final ConditionFailures failures;
    private volatile Topology topology = Topology.EMPTY;

    public Router(Clock clock, MeterRegistry meters) {
        this.failures = new ConditionFailures(meters, clock);
    }

    @Override
    public Runnable prepare(ConfigTree tree) {
        Topology next = new TopologyReader(tree).read();
        return () -> topology = next;
    }

    /** The destinations' names in the order of the routes, each once. A condition that fails does not match. */
    public List<String> destinationsFor(Fact fact) {
        Topology now = topology;
        List<String> names = new ArrayList<>();
        Map<String, Object> variables = null;
        for (Route route : now.routes()) {
            if (!now.takes(route, fact.source()) || names.containsAll(route.to())) {
                continue;
            }
            Condition when = route.when();
            if (when != null) {
                variables = variables == null ? Map.of("event", CelValues.of(Canonical.of(fact))) : variables;
                if (!matches(route, when, variables, fact)) {
                    continue;
                }
            }
            route.to().stream().filter(name -> !names.contains(name)).forEach(names::add);
        }
        return List.copyOf(names);
    }

    private boolean matches(Route route, Condition when, Map<String, Object> variables, Fact fact) {
        try {
            return when.matches(variables);
        } catch (CelEvaluationException e) {
            failures.failed(route.name(), fact.type(), e.getErrorCode().name());
        } catch (RuntimeException e) {
            failures.failed(route.name(), fact.type(), e.getClass().getSimpleName());
        }
        return false;
    }
}
