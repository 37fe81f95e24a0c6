package dev.carteiro.routing;

import dev.carteiro.event.Envelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate would change.
 *
 * @param changed how many of the examined events would go elsewhere than today
 * @param destinations of both configurations, by name
 * @param routes of the candidate, in its order
 * @param sample some of the events that would go elsewhere, as different ones as there are
 */
public record TrialReport(
        long examined, long changed, List<Flow> destinations, List<Tally> routes, List<Change> sample) {

    public TrialReport {
        destinations = List.copyOf(destinations);
        routes = List.copyOf(routes);
        sample = List.copyOf(sample);
    }

    /** How many events a destination gets today, would get, and which part of these is new or gone. */
    public record Flow(String name, long today, long would, long gained, long lost) {}

    /** How often a route matched, and how often its condition could not be evaluated; {@code error} is the first one's code. */
    public record Tally(
            String name,
            long matched,
            long failures,
            @Nullable String error) {}

    /** One event that would go elsewhere. */
    public record Change(Envelope event, List<String> today, List<String> would) {}
}
