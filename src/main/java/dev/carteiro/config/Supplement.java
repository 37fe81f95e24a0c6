package dev.carteiro.config;

import dev.carteiro.config.Node.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A bridge that was set while the router ran, to be read as if it stood in the file.
 *
 * @param name its key below {@code carteiro.bridges}
 * @param origin by what it was set, which messages name in place of the file and the line
 * @param keys texts, numbers, booleans, and lists and maps of them
 */
public record Supplement(String name, String origin, Map<String, Object> keys) {

    public Supplement {
        keys = Map.copyOf(keys);
    }

    Place place() {
        return new Place(origin, 0);
    }

    Entry entry() {
        return entry(place(), keys);
    }

    private static Entry entry(Place place, Object value) {
        return new Entry(
                place,
                switch (value) {
                    case Map<?, ?> map -> {
                        Map<String, Entry> entries = new LinkedHashMap<>();
                        map.forEach((key, below) -> entries.put(String.valueOf(key), entry(place, below)));
                        yield new Node.Mapping(entries);
                    }
                    case List<?> list ->
                        new Node.Sequence(
                                list.stream().map(item -> entry(place, item)).toList());
                    case Object scalar -> new Node.Scalar(scalar.toString(), "…"); // it may be a secret
                });
    }

    /** Not even by accident: there are secrets among the keys. */
    @Override
    public String toString() {
        return name + " by " + origin;
    }
}
