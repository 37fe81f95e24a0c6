package dev.carteiro.source;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.config.HttpUrl;
import dev.carteiro.source.SourceSettings.Probe;
import dev.carteiro.source.SourceSettings.Stream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads of the sources' settings where the servers behind them are, and says what does not go together. */
final class GatewayReader {

    private static final Stream NONE = new Stream(Stream.Mode.OFF, List.of());

    private final ConfigTree tree;
    private final String path;

    GatewayReader(ConfigTree tree, String path) {
        this.tree = tree;
        this.path = path;
    }

    List<Gateway> of(Map<String, SourceSettings> settings) {
        List<Gateway> gateways = new ArrayList<>();
        settings.forEach((name, source) -> {
            Gateway gateway = of(name, source);
            if (gateway != null) {
                gateways.add(gateway);
            }
        });
        return gateways;
    }

    private @Nullable Gateway of(String name, SourceSettings settings) {
        Stream stream = settings.stream() == null ? NONE : settings.stream();
        boolean evolution = isEvolution(name, settings);
        if (stream.mode() != Stream.Mode.OFF && !evolution) {
            problem(name, "stream", "only Evolution has a stream");
        } else if (stream.mode() != Stream.Mode.OFF && settings.url() == null) {
            problem(name, "stream", "needs the server's address; add url: http://evolution_api:8080 or where it is");
        }
        if (stream.mode() == Stream.Mode.GLOBAL && !stream.instances().isEmpty()) {
            problem(
                    name,
                    "stream.instances",
                    "mode global hears every instance; leave this out, or write mode: instances");
        }
        URI url = url(name, settings.url());
        return evolution && url != null
                ? new Gateway(name, url, settings.apiKey(), stream, probe(settings), Gateway.Guards.of(settings))
                : null;
    }

    private static Probe probe(SourceSettings settings) {
        return settings.probe() == null ? Probe.USUAL : settings.probe();
    }

    private static boolean isEvolution(String name, SourceSettings settings) {
        try {
            return Sources.type(name, settings) == SourceType.EVOLUTION;
        } catch (IllegalArgumentException noType) {
            return false; // which is reported elsewhere
        }
    }

    private @Nullable URI url(String name, @Nullable String url) {
        try {
            return url == null ? null : HttpUrl.parse(url);
        } catch (IllegalArgumentException none) {
            problem(name, "url", String.valueOf(none.getMessage()));
            return null;
        }
    }

    private void problem(String name, String key, String what) {
        tree.problem(path + "." + name + "." + key, what);
    }
}
