package dev.carteiro.config;

import dev.carteiro.config.Node.Entry;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills types from nodes and reports everything that does not fit, not only the first thing. */
final class Binder {

    private final Problems problems;
    private final RecordBinder records = new RecordBinder(this);
    private int failures;

    Binder(Problems problems) {
        this.problems = problems;
    }

    /** How often something did not fit so far: the same number before and after means that all is well. */
    int failures() {
        return failures;
    }

    void fail(Place place, String path, String what) {
        failures++;
        problems.add(place, path, what);
    }

    /** Null where there is nothing, or where it does not fit, which is then reported. */
    @Nullable Object bind(Entry entry, String path, Type type) {
        return switch (entry.node()) {
            case Node.Nothing nothing -> null;
            case Node.Unresolved unresolved -> {
                failures++;
                yield null;
            }
            case Node node when type instanceof ParameterizedType generic -> collection(entry, path, generic);
            case Node node
            when type instanceof Class<?> raw && !Scalars.isScalar(raw) -> {
                Node.Mapping mapping = mapping(entry, path);
                yield mapping == null ? null : records.bind(entry.place(), mapping, path, raw);
            }
            case Node.Scalar scalar when type instanceof Class<?> raw -> scalar(entry.place(), scalar, path, raw);
            case Node.Scalar scalar -> throw new IllegalArgumentException("cannot fill a " + type);
            case Node.Sequence sequence -> unfit(entry, path, "is a list where one value is expected");
            case Node.Mapping mapping -> unfit(entry, path, "has keys of its own where one value is expected");
        };
    }

    /** The keys and values of {@code entry}, null where it has none, which is then reported. */
    Node.@Nullable Mapping mapping(Entry entry, String path) {
        return switch (entry.node()) {
            case Node.Mapping mapping -> mapping;
            case Node.Nothing nothing -> Node.Mapping.EMPTY;
            case Node.Unresolved unresolved -> null;
            case Node.Scalar scalar -> {
                fail(entry.place(), path, scalar.quoted() + " stands where keys with values are expected");
                yield null;
            }
            case Node.Sequence sequence -> {
                fail(entry.place(), path, "is a list where keys with values are expected");
                yield null;
            }
        };
    }

    /** The items of a list, each under its own path; a single value is a list of one, under the list's path. */
    static Map<String, Entry> items(Entry entry, String path) {
        return switch (entry.node()) {
            case Node.Sequence sequence -> {
                Map<String, Entry> items = new LinkedHashMap<>();
                sequence.items().forEach(item -> items.put(path + "[" + items.size() + "]", item));
                yield items;
            }
            case Node.Nothing nothing -> Map.of();
            case Node.Unresolved unresolved -> Map.of(path, entry);
            case Node.Scalar scalar -> Map.of(path, entry);
            case Node.Mapping mapping -> Map.of(path, entry);
        };
    }

    private @Nullable Object unfit(Entry entry, String path, String what) {
        fail(entry.place(), path, what);
        return null;
    }

    private @Nullable Object scalar(Place place, Node.Scalar scalar, String path, Class<?> type) {
        try {
            return Scalars.convert(scalar, type);
        } catch (IllegalArgumentException e) {
            fail(place, path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Object collection(Entry entry, String path, ParameterizedType type) {
        if (type.getRawType() == Map.class) {
            return map(entry, path, type.getActualTypeArguments()[1]);
        }
        Collection<Object> values = type.getRawType() == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
        items(entry, path).forEach((itemPath, item) -> {
            Object value = bind(item, itemPath, type.getActualTypeArguments()[0]);
            if (value != null) {
                values.add(value);
            }
        });
        return values;
    }

    private @Nullable Object map(Entry entry, String path, Type type) {
        Node.Mapping mapping = mapping(entry, path);
        if (mapping == null) {
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((key, below) -> {
            Object value = bind(below, path + "." + key, type);
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
    }
}
