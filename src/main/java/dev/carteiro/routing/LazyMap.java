package dev.carteiro.routing;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A map that is made when somebody looks into it. One thread at a time. */
final class LazyMap extends AbstractMap<String, @Nullable Object> {

    private final Supplier<Map<String, @Nullable Object>> source;
    private @Nullable Map<String, @Nullable Object> made;

    LazyMap(Supplier<Map<String, @Nullable Object>> source) {
        this.source = source;
    }

    private Map<String, @Nullable Object> made() {
        Map<String, @Nullable Object> map = made;
        if (map == null) {
            map = source.get();
            made = map;
        }
        return map;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return made().entrySet();
    }

    @Override
    public @Nullable Object get(Object key) {
        return made().get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return made().containsKey(key);
    }
}
