package dev.carteiro.config;

import dev.carteiro.config.Node.Entry;
import dev.carteiro.config.Node.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes into the tree what needs no file: the sources that are on without one, and what two variables stand for. */
final class DropIns {

    private static final String FORWARD_URL = "FORWARD_URL";
    private static final String WEBHOOK_TOKEN = "WEBHOOK_TOKEN";
    private static final List<String> SOURCES = List.of("evolution", "chatwoot", "w-api", "chat-whatsapp", "generic");
    private static final List<String> PROTECTIONS = List.of("token", "secret", "jwt-key");

    private final Function<String, @Nullable String> variables;
    private final Problems problems;

    DropIns(Function<String, @Nullable String> variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    /** What is below {@code carteiro:}, completed. */
    Mapping complete(Mapping carteiro) {
        Mapping withSources = carteiro.has("sources") ? carteiro : carteiro.with("sources", defaultSources());
        return protect(forward(withSources));
    }

    private static Entry defaultSources() {
        Place place = new Place("the default sources", 0);
        Map<String, Entry> sources = new LinkedHashMap<>();
        SOURCES.forEach(name -> sources.put(name, mapping(place, Map.of("type", text(place, name)))));
        return mapping(place, sources);
    }

    private Mapping forward(Mapping carteiro) {
        String url = variable(FORWARD_URL);
        Place place = new Place(FORWARD_URL, 0);
        if (url == null || !(below(carteiro, "destinations", place) instanceof Mapping destinations)) {
            return carteiro;
        }
        Entry own = destinations.entries().get("forward");
        if (own != null) {
            problems.add(
                    own.place(),
                    "carteiro.destinations.forward",
                    "FORWARD_URL makes a destination of this name; rename this one, or unset FORWARD_URL");
            return carteiro;
        }
        Map<String, Entry> forward = new LinkedHashMap<>();
        forward.put("type", text(place, "http"));
        forward.put("url", text(place, url));
        forward.put("format", text(place, "raw"));
        forward.put("timeout", text(place, "5s"));
        return carteiro.with(
                        "destinations",
                        changed(carteiro, "destinations", destinations.with("forward", mapping(place, forward))))
                .with("routes", routes(carteiro, place));
    }

    private static Entry routes(Mapping carteiro, Place place) {
        Map<String, Entry> route = new LinkedHashMap<>();
        route.put("name", text(place, "forward"));
        route.put("to", text(place, "forward"));
        Entry written = carteiro.entries().getOrDefault("routes", new Entry(place, new Node.Nothing()));
        List<Entry> routes = new ArrayList<>(Binder.items(written, "").values());
        routes.add(mapping(place, route));
        return new Entry(written.place(), new Node.Sequence(routes));
    }

    private Mapping protect(Mapping carteiro) {
        String token = variable(WEBHOOK_TOKEN);
        Place place = new Place(WEBHOOK_TOKEN, 0);
        if (token == null || !(below(carteiro, "sources", place) instanceof Mapping sources)) {
            return carteiro;
        }
        Mapping all = sources;
        for (Map.Entry<String, Entry> source : sources.entries().entrySet()) {
            Entry entry = source.getValue();
            if (entry.node() instanceof Mapping keys && PROTECTIONS.stream().noneMatch(keys::has)) {
                Entry secret = new Entry(place, new Node.Scalar(token, "${" + WEBHOOK_TOKEN + "}"));
                all = all.with(source.getKey(), new Entry(entry.place(), keys.with("token", secret)));
            }
        }
        return carteiro.with("sources", changed(carteiro, "sources", all));
    }

    private @Nullable String variable(String name) {
        try {
            String value = variables.apply(name);
            return value == null || value.isBlank() ? null : value.strip();
        } catch (UnreadableVariableException unreadable) {
            problems.add(new Place(name, 0), "", unreadable.sentence());
            return null;
        }
    }

    /** What stands at {@code key}, nothing being an empty mapping. */
    private static Node below(Mapping carteiro, String key, Place place) {
        return carteiro.has(key)
                ? carteiro.entries().getOrDefault(key, mapping(place, Map.of())).node()
                : Mapping.EMPTY;
    }

    private static Entry changed(Mapping carteiro, String key, Mapping value) {
        Entry before = carteiro.entries().get(key);
        return new Entry(before == null ? new Place(FORWARD_URL, 0) : before.place(), value);
    }

    private static Entry mapping(Place place, Map<String, Entry> entries) {
        return new Entry(place, new Mapping(entries));
    }

    private static Entry text(Place place, String text) {
        return new Entry(place, new Node.Scalar(text, text));
    }
}
