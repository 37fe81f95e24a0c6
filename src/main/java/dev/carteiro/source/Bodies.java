package dev.carteiro.source;

import dev.carteiro.event.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Bodies that are an array hold one event in each element, whatever the system. */
final class Bodies {

    private Bodies() {}

    static List<Fact> each(JsonNode body, Function<JsonNode, List<Fact>> decoder) {
        if (!body.isArray() || body.isEmpty()) {
            return decoder.apply(body);
        }
        List<Fact> facts = new ArrayList<>();
        body.forEach(element -> facts.addAll(decoder.apply(element)));
        return facts;
    }
}
