package dev.carteiro.routing;

import dev.carteiro.routing.TrialReport.Change;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps a few changes out of many: one of each kind, and where there are few kinds, events of different types. */
final class TrialSample {

    private static final int LARGEST = 20;

    private final Map<Kind, Change> kinds = new LinkedHashMap<>();
    private final Map<Variant, Change> variants = new LinkedHashMap<>();

    private record Kind(Set<String> today, Set<String> would) {}

    private record Variant(Kind kind, String source, String type) {}

    void add(Change change) {
        Kind kind = new Kind(new LinkedHashSet<>(change.today()), new LinkedHashSet<>(change.would()));
        Variant variant =
                new Variant(kind, change.event().source(), change.event().type());
        keep(variants, variant, change);
        keep(kinds, kind, change);
    }

    private static <K> void keep(Map<K, Change> kept, K key, Change change) {
        if (kept.size() < LARGEST) {
            kept.putIfAbsent(key, change);
        }
    }

    List<Change> changes() {
        return Stream.concat(kinds.values().stream(), variants.values().stream())
                .distinct()
                .limit(LARGEST)
                .toList();
    }
}
