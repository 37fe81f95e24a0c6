package dev.carteiro.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed value. Scalars stay text until someone who knows their type asks for them. */
sealed interface Node {

    /** Null, or nothing at all: the same as if the key were not there. */
    record Nothing() implements Node {}

    /** A placeholder without a value, which has been reported already and is not to be reported again. */
    record Unresolved() implements Node {}

    /** A text: {@code written} is what the file says, and all that a message may quote; a placeholder may hide a secret. */
    record Scalar(String text, String written) implements Node {

        String quoted() {
            return "\"" + (written.length() > 100 ? written.substring(0, 100) + "…" : written) + "\"";
        }
    }

    record Sequence(List<Entry> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Mapping(Map<String, Entry> entries) implements Node {

        static final Mapping EMPTY = new Mapping(Map.of());

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** This one with {@code key} set, in its old place where it was there before. */
        Mapping with(String key, Entry value) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, value);
            return new Mapping(changed);
        }

        boolean has(String key) {
            Entry entry = entries.get(key);
            return entry != null && !(entry.node() instanceof Nothing);
        }
    }

    /** A value and where it was written: for a key's value, where the key is. */
    record Entry(Place place, Node node) {

        /** What stands at a key, or at an index such as {@code [0]}. */
        @Nullable Entry below(String step) {
            return switch (node) {
                case Mapping mapping -> mapping.entries().get(step);
                case Sequence sequence
                when step.startsWith("[") -> {
                    int index = Integer.parseInt(step, 1, step.length() - 1, 10);
                    yield index < sequence.items().size() ? sequence.items().get(index) : null;
                }
                case Sequence sequence -> null;
                case Scalar scalar -> null;
                case Nothing nothing -> null;
                case Unresolved unresolved -> null;
            };
        }
    }
}
