package dev.carteiro.routing;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives plain values the types that CEL computes with: it has one null of its own, takes a Java null for something not
 * known yet, and its only whole numbers are longs.
 */
final class CelValues {

    private CelValues() {}

    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> map(map);
            case List<?> list -> list(list);
            case Integer number -> number.longValue();
            case Float number -> number.doubleValue();
            default -> value;
        };
    }

    private static Map<Object, Object> map(Map<?, ?> map) {
        Map<Object, Object> values = HashMap.newHashMap(map.size());
        map.forEach((key, value) -> values.put(key, of(value)));
        return values;
    }

    private static List<Object> list(List<?> list) {
        List<Object> values = new ArrayList<>(list.size());
        list.forEach(value -> values.add(of(value)));
        return values;
    }
}
