package dev.carteiro.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.carteiro.config.Node.Entry;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Fills records: keys are the components' names in kebab-case, or what {@link JsonProperty} says. What is absent is its
 * {@link DefaultValue}, else an empty collection, false or null; null in a component that is not {@link Nullable}, and
 * that the compact constructor leaves so, is reported as missing. A {@link JsonUnwrapped} record shares its owner's keys.
 */
final class RecordBinder {

    private final Binder values;

    RecordBinder(Binder values) {
        this.values = values;
    }

    /** Null where something does not fit, which is then reported. */
    @Nullable Object bind(Place place, Node.Mapping written, String path, Class<?> type) {
        int before = values.failures();
        List<String> known = Component.keys(type);
        written.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                values.fail(entry.place(), path + "." + key, unknown(key, known));
            }
        });
        Object bound = fill(new Target(place, written, path), type);
        return values.failures() == before ? bound : null;
    }

    static String unknown(String key, Collection<String> known) {
        return "no such key" + Spelling.hint(key, known) + " (known: " + String.join(", ", known) + ")";
    }

    private @Nullable Object fill(Target target, Class<?> type) {
        int before = values.failures();
        List<Component> components = Component.of(type);
        @Nullable Object[] arguments = new Object[components.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(target, components.get(i));
        }
        if (values.failures() > before) {
            return null;
        }
        Object bound = construct(target, components, arguments);
        return values.failures() == before ? bound : null;
    }

    private @Nullable Object argument(Target target, Component component) {
        if (component.unwrapped()) {
            return fill(target, component.declared().getType());
        }
        String path = target.path(component);
        Entry written = target.written().entries().get(component.key());
        int before = values.failures();
        Object value = written == null
                ? null
                : values.bind(written, path, component.declared().getGenericType());
        if (value != null || values.failures() > before) {
            return value;
        }
        Entry otherwise = component.otherwise();
        if (otherwise != null) {
            return values.bind(otherwise, path, component.declared().getGenericType());
        }
        Object absent = component.absent();
        if (absent == null && component.declared().getType().isPrimitive()) {
            values.fail(target.place(), path, "is missing");
        }
        return absent;
    }

    private @Nullable Object construct(Target target, List<Component> components, @Nullable Object[] arguments) {
        try {
            Object made = Component.constructor(components.getFirst().declared().getDeclaringRecord())
                    .newInstance(arguments);
            for (Component component : components) {
                requirePresent(target, component, component.valueIn(made));
            }
            return made;
        } catch (InvocationTargetException e) {
            refuse(target, components, arguments, e.getCause());
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void requirePresent(Target target, Component component, @Nullable Object value) {
        if (value == null && !component.nullable() && !component.unwrapped()) {
            values.fail(target.place(), target.path(component), "is missing");
        }
    }

    private void refuse(
            Target target, List<Component> components, @Nullable Object[] arguments, @Nullable Throwable cause) {
        int before = values.failures();
        if (cause instanceof NullPointerException) { // a compact constructor that copies or compares what is not there
            for (int i = 0; i < arguments.length; i++) {
                requirePresent(target, components.get(i), arguments[i]);
            }
        } else if (cause instanceof IllegalArgumentException) {
            values.fail(target.place(), target.path(), String.valueOf(cause.getMessage()));
        }
        if (values.failures() == before) {
            throw new IllegalStateException(target.path() + " breaks its own type", cause);
        }
    }

    /** The keys that fill a record, and where they stand. */
    private record Target(Place place, Node.Mapping written, String path) {

        String path(Component component) {
            return path + "." + component.key();
        }
    }
}
