package dev.carteiro.routing;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as CEL looks into it, member by member. At every step of a path CEL goes through a plain map and all that is in
 * it; this gives what is asked for and looks at nothing else, and turns into a plain map only where a condition wants the
 * whole of it.
 */
@SuppressWarnings("Immutable") // the members are never written to, which nobody can tell from their type
final class CelObject extends CelValue implements SelectableValue<String> {

    private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private final Map<?, ?> members;

    CelObject(Map<?, ?> members) {
        this.members = members;
    }

    @Override
    public Object select(String name) {
        Object value = members.get(name);
        if (value == null && !members.containsKey(name)) {
            throw CelAttributeNotFoundException.forMissingMapKey(name);
        }
        return step(value);
    }

    @Override
    public Optional<Object> find(String name) {
        return members.containsKey(name) ? Optional.of(step(members.get(name))) : Optional.empty();
    }

    private static Object step(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new CelObject(map) : CelValues.of(value);
    }

    @Override
    public Object value() {
        return CelValues.of(members);
    }

    @Override
    public boolean isZeroValue() {
        return members.isEmpty();
    }

    @Override
    public CelType celType() {
        return TYPE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CelObject object && object.value().equals(value());
    }

    @Override
    public int hashCode() {
        return value().hashCode();
    }
}
