package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;

/** A router in a process of its own that learns of Evolution servers while it runs; all that comes goes to one sink. */
final class ListeningRouter implements AutoCloseable {

    static final String TOKEN = "a-token-for-webhooks";

    private final ScriptedPeer sink = ScriptedPeer.start();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final RouterProcess.Setup setup;
    private final RouterProcess process;
    private int servers;

    private ListeningRouter(Path folder) {
        sources.put("evolution", "{ type: evolution }");
        RouterProcess.Setup first = RouterProcess.Setup.in(folder, "carteiro: {}");
        setup = first;
        write(config());
        process = setup.start();
    }

    /** Hands the one router of its kind to all tests that ask for it; it stops after the last. */
    static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == ListeningRouter.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(
                            ListeningRouter.class, type -> new ListeningRouter(TestDatabase.folder("listening")));
        }
    }

    ScriptedPeer sink() {
        return sink;
    }

    RouterClient client() {
        return process.client();
    }

    RouterProcess process() {
        return process;
    }

    String url() {
        return "http://127.0.0.1:" + setup.port();
    }

    String console() {
        return process.console();
    }

    long peakMemory() {
        return process.peakMemory();
    }

    private String config() {
        StringBuilder text = new StringBuilder("carteiro:\n  public-url: " + url() + "/\n  sources:\n");
        sources.forEach((name, source) -> text.append("    %s: %s%n".formatted(name, source)));
        return text + """
                  destinations:
                    sink: { url: "%s/", timeout: 30s }
                  routes:
                    - { name: all, to: [sink] }
                """.formatted(sink.url());
    }

    private void write(String text) {
        try {
            Path next = Files.writeString(setup.config().resolveSibling("next"), text);
            Files.move(next, setup.config(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A new source for a server; {@code more} are further keys of it. Its name, which no other has. */
    String listen(EvolutionServer server, String more) {
        return listen(server.url(), server.key(), more);
    }

    String listen(String url, String key, String more) {
        String source = "evolution-" + ++servers;
        sources.put(
                source,
                "{ type: evolution, token: %s, url: \"%s\", api-key: %s, %s }".formatted(TOKEN, url, key, more));
        write(config());
        return source;
    }

    /** Takes all servers out of the configuration. */
    void forget() {
        sources.keySet().removeIf(name -> !name.equals("evolution"));
        write(config());
    }

    JsonNode health(String source) {
        return client().get("/actuator/health/streams").at("/components/" + source);
    }

    void awaitState(String source, String state) {
        eventually()
                .until(() -> health(source).at("/details/state").asString("").equals(state));
    }

    double metric(String name, String source) {
        return Metrics.of(client())
                .values()
                .getOrDefault("carteiro_stream_" + name + "{source=\"" + source + "\"}", -1.0);
    }

    @Override
    public void close() {
        process.close();
        sink.close();
    }
}
