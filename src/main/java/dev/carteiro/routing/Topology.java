package dev.carteiro.routing;

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

    /** Whether {@code route} takes events of {@code source}, whatever they say. */
    boolean takes(Route route, String source) {
        Set<String> from = route.from();
        return from == null ? sources.contains(source) || !destinations.contains(source) : from.contains(source);
    }
}
