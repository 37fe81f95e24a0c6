package dev.carteiro.config;

import java.util.ArrayList;
import java.util.List;

/** A configuration as all parts have read it; it takes effect only when it is committed. */
record Draft(ConfigTree tree, List<Runnable> commits) {

    Draft {
        commits = List.copyOf(commits);
    }

    /** Asks each of {@code parts}, provided that it is YAML at all, and then reports the keys that none has asked for. */
    static Draft of(ConfigTree tree, List<ConfigPart> parts) {
        List<Runnable> commits = new ArrayList<>();
        if (tree.readable()) {
            parts.forEach(part -> commits.add(part.prepare(tree)));
            tree.refuseUnknownKeys();
        }
        return new Draft(tree, commits);
    }

    /** All that is wrong with it; empty where it may be committed. */
    List<String> problems() {
        return tree.problems();
    }

    void commit() {
        commits.forEach(Runnable::run);
    }

    int sources() {
        return tree.names("carteiro.sources").size();
    }

    int destinations() {
        return tree.names("carteiro.destinations").size();
    }

    int bridges() {
        return tree.names("carteiro.bridges").size();
    }

    int routes() {
        return tree.size("carteiro.routes");
    }
}
