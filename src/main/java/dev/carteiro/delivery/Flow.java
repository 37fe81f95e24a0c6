package dev.carteiro.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What went through, step by step; all lists have the same length, and the last step is the one that is not over yet.
 *
 * @param from when the first step begins
 * @param events how many were written to the log in each step
 */
public record Flow(Instant from, Duration step, List<Long> events, SortedMap<String, Counts> destinations) {

    public Flow {
        events = List.copyOf(events);
        destinations = Collections.unmodifiableSortedMap(new TreeMap<>(destinations));
    }

    /** How many deliveries of one destination went which way in each step; {@code retried} are attempts. */
    public record Counts(List<Long> accepted, List<Long> delivered, List<Long> retried, List<Long> died) {

        public Counts {
            accepted = List.copyOf(accepted);
            delivered = List.copyOf(delivered);
            retried = List.copyOf(retried);
            died = List.copyOf(died);
        }
    }

    static Flow of(FlowWindow window, List<Long> events, Map<String, Counts> destinations) {
        return new Flow(window.from(), window.step(), events, new TreeMap<>(destinations));
    }
}
