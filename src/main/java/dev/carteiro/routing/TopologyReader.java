package dev.carteiro.routing;

import dev.carteiro.config.Bridged;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.config.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the routes of a configuration and checks each name and condition in them. */
final class TopologyReader {

    private static final String ROUTES = "carteiro.routes";

    private final ConfigTree tree;
    private final Set<String> sources;
    private final Set<String> destinations = new LinkedHashSet<>();
    private final List<Bridged> bridges;
    private final Map<String, String> paths = new HashMap<>();

    TopologyReader(ConfigTree tree) {
        this.tree = tree;
        this.sources = tree.names("carteiro.sources");
        this.bridges = Bridged.in(tree);
        destinations.addAll(tree.names("carteiro.destinations"));
        for (Bridged bridge : bridges) {
            destinations.add(bridge.toChatwoot());
            destinations.add(bridge.toWhatsApp());
        }
    }

    Topology read() {
        List<Route> routes = new ArrayList<>();
        tree.bindItems(ROUTES, RouteSettings.class).forEach((path, settings) -> routes.add(route(path, settings)));
        bridges.forEach(bridge -> routes.addAll(new BridgeRoutes(tree, sources).of(bridge)));
        return new Topology(routes, sources, destinations);
    }

    private Route route(String path, RouteSettings settings) {
        String first = paths.putIfAbsent(settings.name(), path);
        if (first != null) {
            tree.problem(path + ".name", "\"" + settings.name() + "\" is the name of " + first + " already");
        }
        check(path + ".to", settings.to(), destinations, "is no destination");
        List<String> from = settings.from();
        if (from != null) {
            Set<String> senders = new LinkedHashSet<>(sources);
            senders.addAll(destinations);
            check(path + ".from", from, senders, "is neither a source nor a destination");
        }
        return new Route(
                settings.name(), from == null ? null : Set.copyOf(from), condition(path, settings), settings.to());
    }

    private void check(String path, List<String> names, Collection<String> known, String otherwise) {
        for (int i = 0; i < names.size(); i++) {
            if (!known.contains(names.get(i))) {
                String item = path + "[" + i + "]";
                tree.problem(
                        tree.has(item) ? item : path,
                        "\"" + names.get(i) + "\" " + otherwise + Spelling.hint(names.get(i), known) + " (known: "
                                + (known.isEmpty() ? "none" : String.join(", ", known)) + ")");
            }
        }
    }

    private @Nullable Condition condition(String path, RouteSettings settings) {
        String when = settings.when();
        if (when == null) {
            return null;
        }
        try {
            return Condition.compile(when);
        } catch (InvalidConditionException e) {
            e.sentences().forEach(sentence -> tree.problem(path + ".when", sentence));
            return null;
        }
    }
}
