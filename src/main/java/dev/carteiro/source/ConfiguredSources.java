package dev.carteiro.source;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sources that are configured now. */
public final class ConfiguredSources implements ConfigPart {

    private static final Logger log = LoggerFactory.getLogger(ConfiguredSources.class);
    private static final String PATH = "carteiro.sources";

    private volatile Map<String, SourceSettings> known = Map.of();
    private volatile Sources current = Sources.defaults();

    /** The sources that are on without a configuration. */
    public ConfiguredSources() {}

    public Sources current() {
        return current;
    }

    @Override
    public Runnable prepare(ConfigTree tree) {
        Map<String, SourceSettings> settings = tree.bindAll(PATH, SourceSettings.class);
        Sources next = sources(tree, settings);
        return () -> {
            if (!settings.equals(known)) {
                known = settings;
                warnOfOpen(settings);
                warnOfStreams(settings);
            }
            current = next;
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

    private static void warnOfStreams(Map<String, SourceSettings> settings) {
        settings.forEach((name, source) -> {
            if (source.stream() != null && source.stream().mode() != SourceSettings.Stream.Mode.OFF) {
                log.warn("event=stream-not-there-yet source={}: this version listens to webhooks only", name);
            }
        });
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
