package dev.carteiro.delivery;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The pipelines of the destinations that are configured now. */
public final class Pipelines {

    private final Resilience resilience;
    private final Clock clock;
    private final Queue<String> changed = new ConcurrentLinkedQueue<>();
    private volatile Map<String, Pipeline> byName = Map.of();
    private volatile Map<String, Standing> standings = Map.of();
    private volatile Runnable listener = () -> {};

    Pipelines(Resilience resilience, Clock clock) {
        this.resilience = resilience;
        this.clock = clock;
    }

    /** Calls {@code told} after each change of a destination: there may be something to deliver at once. */
    void whenChanged(Runnable told) {
        listener = told;
    }

    /**
     * Replaces the destinations as a whole. One that is equal to what it was keeps its pipeline, and with it what the
     * breaker has learned; deliveries for one that is gone wait in the database for its return.
     */
    public void deploy(Collection<Destination> destinations) {
        replace(destinations);
        listener.run();
    }

    private synchronized void replace(Collection<Destination> destinations) {
        Map<String, Pipeline> next = new LinkedHashMap<>();
        for (Destination destination : destinations) {
            Pipeline old = byName.get(destination.name());
            boolean same = old != null && old.destination().equals(destination);
            next.put(destination.name(), old != null && same ? old : made(destination, old));
            if (old != null && !same) {
                changed.add(destination.name());
            }
        }
        byName.keySet().stream().filter(name -> !next.containsKey(name)).forEach(resilience::forget);
        byName = next;
    }

    private Pipeline made(Destination destination, @Nullable Pipeline old) {
        Pipeline pipeline = new Pipeline(destination, resilience, clock);
        // What a destination said of itself a moment ago may not be in the database yet.
        pipeline.gate().apply(old != null ? old.gate().standing() : standing(destination.name()));
        return pipeline;
    }

    /** Puts in force what all replicas know of the destinations; those that are not named are as usual. */
    void apply(Map<String, Standing> told) {
        if (changes(told)) {
            listener.run();
        }
    }

    private synchronized boolean changes(Map<String, Standing> told) {
        standings = Map.copyOf(told);
        boolean changes = false;
        for (Pipeline pipeline : byName.values()) {
            changes |= apply(pipeline, standing(pipeline.destination().name()));
        }
        return changes;
    }

    private boolean apply(Pipeline pipeline, Standing next) {
        Standing before = pipeline.gate().standing();
        if (before.equals(next)) {
            return false;
        }
        pipeline.gate().apply(next);
        if (!Objects.equals(before.url(), next.url())) {
            pipeline.protections().reset();
            changed.add(pipeline.destination().name());
        }
        pipeline.hint();
        return true;
    }

    private Standing standing(String name) {
        return standings.getOrDefault(name, Standing.USUAL);
    }

    /** The next destination whose settings were changed, each once: what waits for its next attempt is due at once. */
    @Nullable String nextChanged() {
        return changed.poll();
    }

    boolean hasChanged() {
        return !changed.isEmpty();
    }

    /** Where each destination stands, in the order of the configuration. */
    public List<DestinationStatus> statuses() {
        return all().stream().map(Pipeline::status).toList();
    }

    /** The destination of that name, as configured now; null where there is none. */
    public @Nullable Destination destination(String name) {
        Pipeline pipeline = named(name);
        return pipeline == null ? null : pipeline.destination();
    }

    @Nullable Pipeline named(String name) {
        return byName.get(name);
    }

    Collection<Pipeline> all() {
        return byName.values();
    }
}
