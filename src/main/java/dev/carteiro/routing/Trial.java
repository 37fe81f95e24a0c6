package dev.carteiro.routing;

import dev.carteiro.event.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows events of the log to today's routes and to a candidate's, and counts what would change; neither is touched by it.
 * Its answers grow with the configurations and not with the events. One thread at a time.
 */
public final class Trial {

    private static final Topology.Failures NOT_OURS = (route, type, error) -> {};

    private final Topology today;
    private final Topology candidate;
    private final Map<String, Flow> flows = new TreeMap<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final TrialSample sample = new TrialSample();
    private long examined;
    private long changed;

    Trial(Topology today, Topology candidate) {
        this.today = today;
        this.candidate = candidate;
        today.destinations().forEach(name -> flows.put(name, new Flow()));
        candidate.destinations().forEach(name -> flows.put(name, new Flow()));
        candidate.routes().forEach(route -> tallies.add(new Tally(route)));
    }

    /** How many events a destination gets. */
    private static final class Flow {

        private long today;
        private long would;
        private long gained;
        private long lost;

        void count(boolean before, boolean after) {
            today += before ? 1 : 0;
            would += after ? 1 : 0;
            gained += after && !before ? 1 : 0;
            lost += before && !after ? 1 : 0;
        }
    }

    /** What one route of the candidate does. */
    private static final class Tally {

        private final Route route;
        private long matched;
        private long failures;
        private @Nullable String error;

        Tally(Route route) {
            this.route = route;
        }

        void failed(String route, String type, String code) {
            failures++;
            error = error == null ? code : error;
        }
    }

    /** Whether that many events have been examined. */
    public boolean has(long events) {
        return examined >= events;
    }

    /** Lets both configurations say where {@code event}, whose body is not asked for, would go. */
    public void examine(Recorded event) {
        Occurrence occurrence = Occurrence.of(event);
        Set<String> before = today.destinationsFor(occurrence, NOT_OURS);
        Set<String> after = candidates(occurrence);
        flows.forEach((name, flow) -> flow.count(before.contains(name), after.contains(name)));
        examined++;
        if (!before.equals(after)) {
            changed++;
            sample.add(new TrialReport.Change(event.envelope(), List.copyOf(before), List.copyOf(after)));
        }
    }

    /** Asks every route, also one whose destinations have the event already: each is to be counted. */
    private Set<String> candidates(Occurrence event) {
        Set<String> names = new LinkedHashSet<>();
        for (Tally tally : tallies) {
            if (candidate.matches(tally.route, event, tally::failed)) {
                tally.matched++;
                names.addAll(tally.route.to());
            }
        }
        return names;
    }

    /** What has come out so far. */
    public TrialReport report() {
        List<TrialReport.Flow> counted = new ArrayList<>();
        flows.forEach((name, flow) ->
                counted.add(new TrialReport.Flow(name, flow.today, flow.would, flow.gained, flow.lost)));
        List<TrialReport.Tally> routes = tallies.stream()
                .map(tally -> new TrialReport.Tally(tally.route.name(), tally.matched, tally.failures, tally.error))
                .toList();
        return new TrialReport(examined, changed, counted, routes, sample.changes());
    }
}
