package dev.carteiro.routing;

import dev.cel.runtime.CelEvaluationException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All routes of one configuration.
 *
 * @param sources the sources' names
 * @param destinations the destinations' names, which are the sources of what destinations give back
 */
record Topology(List<Route> routes, Set<String> sources, Set<String> destinations) {

    static final Topology EMPTY = new Topology(List.of(), Set.of(), Set.of());

    Topology {
        routes = List.copyOf(routes);
        sources = Set.copyOf(sources);
        destinations = Set.copyOf(destinations);
    }

    /** Is told of a condition that could not be evaluated; {@code error} is a code and never a message. */
    interface Failures {

        void failed(String route, String type, String error);
    }

    /** The destinations' names in the order of the routes, each once. A condition that fails does not match. */
    Set<String> destinationsFor(Occurrence event, Failures failures) {
        Set<String> names = new LinkedHashSet<>();
        for (Route route : routes) {
            if (!names.containsAll(route.to()) && matches(route, event, failures)) {
                names.addAll(route.to());
            }
        }
        return names;
    }

    boolean matches(Route route, Occurrence event, Failures failures) {
        Condition when = route.when();
        return takes(route, event.source())
                && (route.scope() == null || route.scope().holds(event))
                && (when == null || matches(route.name(), when, event, failures));
    }

    /** Whether {@code route} takes events of {@code source}, whatever they say. */
    private boolean takes(Route route, String source) {
        Set<String> from = route.from();
        return from == null ? sources.contains(source) || !destinations.contains(source) : from.contains(source);
    }

    private static boolean matches(String route, Condition when, Occurrence event, Failures failures) {
        try {
            return when.matches(event.variables());
        } catch (CelEvaluationException e) {
            failures.failed(route, event.type(), e.getErrorCode().name());
        } catch (RuntimeException e) {
            failures.failed(route, event.type(), e.getClass().getSimpleName());
        }
        return false;
    }
}
