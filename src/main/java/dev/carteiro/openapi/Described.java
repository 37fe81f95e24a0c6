package dev.carteiro.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Operations with their methods and paths: for a route that answers to paths which its predicate does not tell, as its
 * attribute, and for what is no route of ours, as a bean.
 */
public record Described(List<Entry> entries) implements Consumer<Map<String, Object>> {

    static final String ATTRIBUTE = Described.class.getName();

    public Described {
        entries = List.copyOf(entries);
    }

    /** One of them; {@code operation} is null where nobody has said what it does. */
    record Entry(HttpMethod method, String path, @Nullable Operation operation) {}

    /** None yet. */
    public static Described nothing() {
        return new Described(List.of());
    }

    /** These and one more. */
    public Described and(HttpMethod method, String path, Operation operation) {
        List<Entry> longer = new ArrayList<>(entries);
        longer.add(new Entry(method, path, operation));
        return new Described(longer);
    }

    /** Makes them an attribute of a route. */
    @Override
    public void accept(Map<String, Object> attributes) {
        attributes.put(ATTRIBUTE, this);
    }
}
