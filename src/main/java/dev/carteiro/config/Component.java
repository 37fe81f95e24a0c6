package dev.carteiro.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.carteiro.config.Node.Entry;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** One component of a record, as configuration sees it. {@code parameter} is its place in the canonical constructor. */
record Component(RecordComponent declared, AnnotatedElement parameter) {

    private static final Place DEFAULTS = new Place("a default", 0);

    static List<Component> of(Class<?> type) {
        RecordComponent[] declared = type.getRecordComponents();
        Constructor<?> constructor = constructor(type);
        return IntStream.range(0, declared.length)
                .mapToObj(i -> new Component(declared[i], constructor.getParameters()[i]))
                .toList();
    }

    static Constructor<?> constructor(Class<?> type) {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(parameters);
            canonical.setAccessible(true);
            return canonical;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
    }

    /** The keys of a record in order, those of unwrapped records among them. */
    static List<String> keys(Class<?> type) {
        return of(type).stream()
                .flatMap(component -> component.unwrapped()
                        ? keys(component.declared().getType()).stream()
                        : Stream.of(component.key()))
                .toList();
    }

    String key() {
        JsonProperty named = declared.getAccessor().getAnnotation(JsonProperty.class);
        return named != null && !named.value().isEmpty()
                ? named.value()
                : declared.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    @Nullable Object valueIn(Object filled) throws ReflectiveOperationException {
        declared.getAccessor().setAccessible(true); // a feature's settings are its own, and so package-private
        return declared.getAccessor().invoke(filled);
    }

    boolean unwrapped() {
        return declared.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    boolean nullable() {
        return declared.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** What its {@link DefaultValue} writes, null where it has none. */
    @Nullable Entry otherwise() {
        DefaultValue otherwise = parameter.getAnnotation(DefaultValue.class);
        if (otherwise == null) {
            return null;
        }
        List<Entry> items = Arrays.stream(otherwise.value())
                .map(text -> new Entry(DEFAULTS, new Node.Scalar(text, text)))
                .toList();
        if (items.size() == 1) {
            return items.getFirst();
        }
        boolean collection = Collection.class.isAssignableFrom(declared.getType());
        return new Entry(DEFAULTS, collection ? new Node.Sequence(items) : Node.Mapping.EMPTY);
    }

    /** What stands for nothing where there is no default: an empty collection, false, or null. */
    @Nullable Object absent() {
        Class<?> type = declared.getType();
        if (type == boolean.class) {
            return false;
        }
        if (nullable()) {
            return null;
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == Set.class) {
            return Set.of();
        }
        return type == List.class ? List.of() : null;
    }
}
