package dev.carteiro.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route as it is written.
 *
 * @param from names of sources, or of destinations for what those give back; absent for every source
 * @param when a CEL condition, absent for always
 */
record RouteSettings(
        String name, @Nullable List<String> from, @Nullable String when, List<String> to) {

    RouteSettings {
        from = from == null ? null : List.copyOf(from);
        to = List.copyOf(to);
        if (from != null && from.isEmpty()) {
            throw new IllegalArgumentException("has an empty from; leave it out for every source");
        }
        if (to.isEmpty()) {
            throw new IllegalArgumentException("has no destinations in to");
        }
    }
}
