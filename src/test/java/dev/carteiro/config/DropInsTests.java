package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DropInsTests {

    private static final Map<String, String> FORWARD = Map.of("FORWARD_URL", "http://chatwootai_webhook_server:8001/x");

    @Test
    void withoutAFileEverySourceIsOn() {
        ConfigTree tree = ConfigTree.of("", name -> null);

        assertThat(tree.bindAll("carteiro.sources", Source.class))
                .containsExactly(
                        Map.entry("evolution", new Source("evolution", null, null)),
                        Map.entry("chatwoot", new Source("chatwoot", null, null)),
                        Map.entry("w-api", new Source("w-api", null, null)),
                        Map.entry("chat-whatsapp", new Source("chat-whatsapp", null, null)),
                        Map.entry("generic", new Source("generic", null, null)));
    }

    @Test
    void aSourcesBlockReplacesTheDefaults() {
        assertThat(ConfigTree.of("carteiro: { sources: { mine: { type: generic } } }", name -> null)
                        .names("carteiro.sources"))
                .containsExactly("mine");
        assertThat(ConfigTree.of("carteiro: { sources: {} }", name -> null).names("carteiro.sources"))
                .isEmpty();
    }

    @Test
    void forwardUrlMakesADestinationAndARouteFromEverySource() {
        ConfigTree tree = ConfigTree.of("", FORWARD::get);

        assertThat(tree.bindAll("carteiro.destinations", Destination.class))
                .containsExactly(Map.entry(
                        "forward",
                        new Destination(
                                "http",
                                URI.create("http://chatwootai_webhook_server:8001/x"),
                                "raw",
                                Duration.ofSeconds(5))));
        assertThat(tree.bindList("carteiro.routes", Route.class))
                .containsExactly(new Route("forward", null, List.of("forward")));
        assertThat(tree.problems()).isEmpty();
    }

    @Test
    void forwardUrlStandsBesideWhatTheFileSays() {
        ConfigTree tree = ConfigTree.of("""
                carteiro:
                  destinations:
                    agents: { type: http, url: http://a, format: raw, timeout: 1s }
                  routes:
                    - { name: all, from: evolution, to: agents }
                """, FORWARD::get);

        assertThat(tree.names("carteiro.destinations")).containsExactly("agents", "forward");
        assertThat(tree.bindList("carteiro.routes", Route.class))
                .containsExactly(
                        new Route("all", List.of("evolution"), List.of("agents")),
                        new Route("forward", null, List.of("forward")));
    }

    @Test
    void forwardUrlDoesNotOverrideADestinationOfTheFile() {
        assertThat(ConfigTree.of("carteiro:\n  destinations:\n    forward: { url: http://a }\n", FORWARD::get)
                        .problems())
                .containsExactly("carteiro.yml:3: carteiro.destinations.forward: FORWARD_URL makes a destination of"
                        + " this name; rename this one, or unset FORWARD_URL");
    }

    @Test
    void aProblemNamesTheVariableThatItComesFrom() {
        ConfigTree tree = ConfigTree.of("", Map.of("FORWARD_URL", "chatwootai:8001")::get);

        assertThat(tree.bindAll("carteiro.destinations", Destination.class)).isEmpty();
        assertThat(tree.problems())
                .containsExactly("FORWARD_URL: carteiro.destinations.forward.url: \"chatwootai:8001\" has no scheme;"
                        + " write http://chatwootai:8001");
    }

    @Test
    void webhookTokenProtectsTheDefaultSources() {
        assertThat(ConfigTree.of("", Map.of("WEBHOOK_TOKEN", "s3cret")::get)
                        .bindAll("carteiro.sources", Source.class)
                        .values())
                .hasSize(5)
                .allMatch(source -> "s3cret".equals(source.token()));
    }

    @Test
    void webhookTokenProtectsEverySourceThatNamesNoOther() {
        ConfigTree tree = ConfigTree.of("""
                carteiro:
                  sources:
                    open: { type: generic }
                    empty: { type: generic, token: "${NONE:}" }
                    own: { type: generic, token: mine }
                    signed: { type: chatwoot, secret: hush }
                """, Map.of("WEBHOOK_TOKEN", "s3cret")::get);

        assertThat(tree.bindAll("carteiro.sources", Source.class))
                .containsExactly(
                        Map.entry("open", new Source("generic", "s3cret", null)),
                        Map.entry("empty", new Source("generic", "s3cret", null)),
                        Map.entry("own", new Source("generic", "mine", null)),
                        Map.entry("signed", new Source("chatwoot", null, "hush")));
    }

    @Test
    void anEmptyVariableIsNone() {
        ConfigTree tree = ConfigTree.of("", Map.of("WEBHOOK_TOKEN", "", "FORWARD_URL", " ")::get);

        assertThat(tree.has("carteiro.destinations")).isFalse();
        assertThat(tree.has("carteiro.sources.generic.token")).isFalse();
    }

    record Source(
            String type, @Nullable String token, @Nullable String secret) {}

    record Destination(String type, URI url, String format, Duration timeout) {}

    record Route(String name, @Nullable List<String> from, List<String> to) {}
}
