package dev.carteiro.source;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The sources that are configured now. */
public final class ConfiguredSources implements ConfigPart {

    private static final Logger log = LoggerFactory.getLogger(ConfiguredSources.class);
    private static final String PATH = "carteiro.sources";

    private volatile Map<String, SourceSettings> known = Map.of();
    private final Sinks.Many<List<Gateway>> gateways = Sinks.many().replay().latestOrDefault(List.of());
    private volatile List<Gateway> behind = List.of();
    private volatile Sources current = Sources.defaults();

    /** The sources that are on without a configuration. */
    public ConfiguredSources() {}

    public Sources current() {
        return current;
    }

    /** The Evolution servers that the configuration knows, at once and after each change. */
    public Flux<List<Gateway>> gateways() {
        return gateways.asFlux().distinctUntilChanged();
    }

    /** The Evolution server behind a source as configured now; empty where there is none. */
    public Optional<Gateway> gateway(String source) {
        return behind.stream().filter(one -> one.source().equals(source)).findFirst();
    }

    /** What the first source of this type asks for, which is the one for a path without a source's name; empty where there is none. */
    public Optional<Demand> demand(SourceType type) {
        return current.ofType(type)
                .map(source ->
                        new Demand(source.name(), known.getOrDefault(source.name(), SourceSettings.of(source.type()))));
    }

    /** All of them, in the order of the configuration. */
    public List<Gateway> knownGateways() {
        return behind;
    }

    @Override
    public Runnable prepare(ConfigTree tree) {
        Map<String, SourceSettings> settings = tree.bindAll(PATH, SourceSettings.class);
        Sources next = sources(tree, settings);
        List<Gateway> read = new GatewayReader(tree, PATH).of(settings);
        return () -> {
            if (!settings.equals(known)) {
                known = settings;
                warnOfOpen(settings);
            }
            current = next;
            behind = List.copyOf(read);
            gateways.emitNext(behind, Sinks.EmitFailureHandler.FAIL_FAST);
        };
    }

    private Sources sources(ConfigTree tree, Map<String, SourceSettings> settings) {
        try {
            return Sources.of(settings);
        } catch (IllegalArgumentException e) {
            tree.problem(PATH, String.valueOf(e.getMessage()));
            return current;
        }
    }

    private static void warnOfOpen(Map<String, SourceSettings> settings) {
        List<String> open = settings.entrySet().stream()
                .filter(entry -> entry.getValue().open())
                .map(Map.Entry::getKey)
                .toList();
        if (!open.isEmpty()) {
            log.warn(
                    "event=sources-open sources={}: anyone who reaches this port may post there; set WEBHOOK_TOKEN, or a"
                            + " token, secret, jwt-key or allow-from of their own",
                    open);
        }
    }
}
