package dev.carteiro.routing;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Recorded;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An event as routes look at it; the form that conditions see is made when the first of them asks. */
final class Occurrence {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final String source;
    private final String type;
    private final Supplier<Map<String, @Nullable Object>> canonical;
    private @Nullable Map<String, Object> variables;

    private Occurrence(String source, String type, Supplier<Map<String, @Nullable Object>> canonical) {
        this.source = source;
        this.type = type;
        this.canonical = canonical;
    }

    static Occurrence of(Fact fact) {
        return new Occurrence(fact.source(), fact.type(), () -> Canonical.of(fact));
    }

    /** The event as it was when it was routed for the first time. */
    static Occurrence of(Recorded event) {
        return new Occurrence(
                event.envelope().source(),
                event.envelope().type(),
                () -> Canonical.beforeTheLog(event.envelope(), JSON.readValue(event.data(), OBJECT)));
    }

    String source() {
        return source;
    }

    String type() {
        return type;
    }

    /** What conditions are evaluated over. */
    Map<String, Object> variables() {
        Map<String, Object> made = variables;
        if (made == null) {
            made = Map.of("event", CelValues.of(canonical.get()));
            variables = made;
        }
        return made;
    }
}
