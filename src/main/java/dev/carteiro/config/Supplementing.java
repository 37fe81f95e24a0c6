package dev.carteiro.config;

import dev.carteiro.config.Node.Entry;
import java.util.Collection;

/** Puts bridges that were set at run time beside those of the file. */
final class Supplementing {

    private static final String BRIDGES = "bridges";

    private final Binder binder;
    private final Problems problems;

    Supplementing(Binder binder, Problems problems) {
        this.binder = binder;
        this.problems = problems;
    }

    /** What stands in the file is not replaced: whoever wrote it there would wonder why it has no effect. */
    Node.Mapping into(Node.Mapping carteiro, Collection<Supplement> supplements) {
        if (supplements.isEmpty()) {
            return carteiro;
        }
        Place none = new Place(ConfigTree.FILE, 0);
        Entry written = carteiro.entries().getOrDefault(BRIDGES, new Entry(none, Node.Mapping.EMPTY));
        Node.Mapping bridges = binder.mapping(written, "carteiro." + BRIDGES);
        if (bridges == null) {
            return carteiro;
        }
        for (Supplement supplement : supplements) {
            Entry own = bridges.entries().get(supplement.name());
            if (own == null) {
                bridges = bridges.with(supplement.name(), supplement.entry());
            } else {
                problems.add(own.place(), "carteiro." + BRIDGES + "." + supplement.name(), both(supplement));
            }
        }
        return carteiro.with(BRIDGES, new Entry(written.place(), bridges));
    }

    private static String both(Supplement supplement) {
        return "was set with " + supplement.origin() + " as well; take it out here, or there with {\"enabled\": false}";
    }
}
