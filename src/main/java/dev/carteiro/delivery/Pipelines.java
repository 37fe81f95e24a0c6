package dev.carteiro.delivery;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** The pipelines of the destinations that are configured now. */
public final class Pipelines {

    private final Scheduler timer;
    private final Queue<String> changed = new ConcurrentLinkedQueue<>();
    private volatile Map<String, Pipeline> byName = Map.of();

    Pipelines(Scheduler timer) {
        this.timer = timer;
    }

    /**
     * Replaces the destinations as a whole. One that is equal to what it was keeps its pipeline, and with it what the
     * breaker has learned; deliveries for one that is gone wait in the database for its return.
     */
    public synchronized void deploy(Collection<Destination> destinations) {
        Map<String, Pipeline> next = new LinkedHashMap<>();
        for (Destination destination : destinations) {
            Pipeline old = byName.get(destination.name());
            boolean same = old != null && old.destination().equals(destination);
            next.put(destination.name(), old != null && same ? old : new Pipeline(destination, timer));
            if (old != null && !same) {
                changed.add(destination.name());
            }
        }
        byName = next;
    }

    /** The next destination whose settings were changed, each once: what waits for its next attempt is due at once. */
    @Nullable String nextChanged() {
        return changed.poll();
    }

    @Nullable Pipeline named(String name) {
        return byName.get(name);
    }

    Collection<Pipeline> all() {
        return byName.values();
    }
}
