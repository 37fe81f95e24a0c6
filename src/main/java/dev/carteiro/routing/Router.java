package dev.carteiro.routing;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.event.Fact;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

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
        return List.copyOf(topology.destinationsFor(Occurrence.of(fact), failures::failed));
    }

    /** Today's routes beside those of {@code candidate}, to which it reports what is wrong with them. */
    public Trial trial(ConfigTree candidate) {
        return new Trial(topology, new TopologyReader(candidate).read());
    }
}
