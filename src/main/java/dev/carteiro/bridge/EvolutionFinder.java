package dev.carteiro.bridge;

import dev.carteiro.config.ConfigTree;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the Evolution server of a bridge: its own, else that of the source that tells of its instance. */
final class EvolutionFinder {

    private static final String SOURCES = "carteiro.sources";

    private final ConfigTree tree;

    EvolutionFinder(ConfigTree tree) {
        this.tree = tree;
    }

    /** Null where there is none, which is then reported. */
    Plan.@Nullable Server of(String path, EvolutionSettings settings, @Nullable String source) {
        URI url = settings.url();
        String key = settings.apiKey();
        String from = source == null ? only() : source;
        if (url == null && from != null) {
            url = tree.bind(SOURCES + "." + from + ".url", URI.class).orElse(null);
        }
        if (key == null && from != null) {
            key = tree.bind(SOURCES + "." + from + ".api-key", String.class).orElse(null);
        }
        if (url == null || key == null || key.isBlank()) {
            tree.problem(
                    path,
                    "needs the Evolution server's " + (url == null ? "url and api-key" : "api-key")
                            + ", here or in the source of type evolution that the bridge hears");
            return null;
        }
        return new Plan.Server(url, key, settings);
    }

    /** The source that has a server, if there is just one. */
    private @Nullable String only() {
        List<String> known = new ArrayList<>();
        for (String name : tree.names(SOURCES)) {
            String type =
                    tree.bind(SOURCES + "." + name + ".type", String.class).orElse(name);
            if (type.equals("evolution") && tree.has(SOURCES + "." + name + ".url")) {
                known.add(name);
            }
        }
        return known.size() == 1 ? known.getFirst() : null;
    }
}
