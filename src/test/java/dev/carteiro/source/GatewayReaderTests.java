package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.source.SourceSettings.Probe;
import dev.carteiro.source.SourceSettings.Stream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class GatewayReaderTests {

    private final ConfiguredSources sources = new ConfiguredSources();

    /** What is wrong; without anything wrong the sources are configured so. */
    private List<String> configure(String yaml) {
        ConfigTree tree = ConfigTree.of("carteiro:\n  sources:\n" + yaml.indent(4), name -> null);
        Runnable deploy = sources.prepare(tree);
        if (tree.problems().isEmpty()) {
            deploy.run();
        }
        return tree.problems();
    }

    private Gateway only() {
        assertThat(sources.knownGateways()).hasSize(1);
        return sources.knownGateways().getFirst();
    }

    @Test
    void readsWhatTheDocumentationShows() {
        assertThat(configure("""
                ravenna:
                  type: evolution
                  url: http://evolution_api:8080/evo
                  api-key: a-key
                  token: [first, second]
                  jwt-key: signs
                  stream: { mode: global }
                  probe: { every: 30s, silent-after: 1h }
                """)).isEmpty();
        assertThat(only())
                .isEqualTo(new Gateway(
                        "ravenna",
                        URI.create("http://evolution_api:8080/evo"),
                        "a-key",
                        new Stream(Stream.Mode.GLOBAL, List.of()),
                        new Probe(Duration.ofSeconds(30), Duration.ofHours(1)),
                        new Gateway.Guards("first", "signs")));
        assertThat(only().streams()).isTrue();
        assertThat(sources.gateway("ravenna")).contains(only());
    }

    @Test
    void takesTheUsualForWhatIsLeftOut() {
        assertThat(configure("evolution: { url: 'http://evo:8080' }")).isEmpty();
        assertThat(only())
                .isEqualTo(new Gateway(
                        "evolution",
                        URI.create("http://evo:8080"),
                        null,
                        new Stream(Stream.Mode.OFF, List.of()),
                        new Probe(Duration.ofMinutes(1), Duration.ofMinutes(10)),
                        new Gateway.Guards(null, null)));
        assertThat(only().streams()).isFalse();
    }

    @Test
    void knowsNoServerWhereThereIsNoneOfEvolution() {
        assertThat(configure("""
                chatwoot: { url: 'http://chatwoot:3000' }
                evolution: { api-key: a-key }
                w-api: {}
                """)).isEmpty();
        assertThat(sources.knownGateways()).isEmpty();
        assertThat(sources.gateway("evolution")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ mode: off }                        | OFF",
                "{ mode: off, instances: [Ravenna] }  | OFF",
                "{ mode: global }                     | GLOBAL",
                "{ mode: instances }                  | INSTANCES",
                "{ instances: [Ravenna] }             | INSTANCES",
                "{ instances: Ravenna }               | INSTANCES",
                "{}                                   | OFF"
            })
    void readsHowToListen(String stream, Stream.Mode mode) {
        assertThat(configure("evolution: { url: 'http://evo:8080', stream: " + stream + " }"))
                .isEmpty();
        assertThat(only().stream().mode()).isEqualTo(mode);
        assertThat(only().stream().instances()).isEqualTo(stream.contains("Ravenna") ? List.of("Ravenna") : List.of());
    }

    @Test
    void namesAStreamWhoseServerIsNowhere() {
        assertThat(configure("""
                evolution:
                  stream: { mode: global }
                """))
                .containsExactly(
                        "carteiro.yml:4: carteiro.sources.evolution.stream: needs the server's address; add url:"
                                + " http://evolution_api:8080 or where it is");
    }

    @Test
    void namesAStreamThatThereIsNot() {
        assertThat(configure("""
                chatwoot:
                  url: http://chatwoot:3000
                  stream: { instances: [Ravenna] }
                """))
                .containsExactly("carteiro.yml:5: carteiro.sources.chatwoot.stream: only Evolution has a stream");
    }

    @Test
    void namesInstancesThatAreHeardAnyway() {
        assertThat(configure("""
                evolution:
                  url: http://evo:8080
                  stream:
                    mode: global
                    instances: [Ravenna]
                """))
                .containsExactly("carteiro.yml:7: carteiro.sources.evolution.stream.instances: mode global hears every"
                        + " instance; leave this out, or write mode: instances");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evo:8080          | \"evo:8080\" has no scheme; write http://evo:8080",
                "ws://evo:8080     | \"ws://evo:8080\" has the scheme ws; only http and https work",
                "http://evo:808080 | \"http://evo:808080\" has a port that is none; a port is 1 to 65535",
                "http://           | \"http://\" is no URL: Expected authority"
            })
    void namesAUrlThatIsNone(String url, String what) {
        for (String source : List.of("evolution", "chatwoot")) {
            assertThat(configure(source + ": { url: '" + url + "' }"))
                    .singleElement()
                    .asString()
                    .startsWith("carteiro.yml:3: carteiro.sources." + source + ".url: " + what);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{ every: 0s }", "{ every: -1m }", "{ silent-after: 0s }", "{ every: soon }", "{ each: 1m }"})
    void namesAProbeThatCannotBe(String probe) {
        assertThat(configure("evolution: { url: 'http://evo:8080', probe: " + probe + " }"))
                .singleElement()
                .asString()
                .startsWith("carteiro.yml:3: carteiro.sources.evolution.probe");
    }

    @Test
    void saysOnlyOnceThatATypeIsMissing() {
        assertThat(configure("ravenna: { url: 'http://evo:8080' }"))
                .singleElement()
                .asString()
                .contains("type");
    }

    @Test
    void showsNoSecret() {
        assertThat(configure("evolution: { url: 'http://evo:8080', api-key: s3cret, token: s3cret, jwt-key: s3cret }"))
                .isEmpty();
        assertThat(only().toString()).isEqualTo("evolution at http://evo:8080");
        assertThat(only().guards().toString()).doesNotContain("s3cret");
    }

    @Test
    void tellsOfChangesOnly() {
        StepVerifier.create(sources.gateways())
                .expectNext(List.of())
                .then(() -> assertThat(configure("evolution: { url: 'http://evo:8080' }"))
                        .isEmpty())
                .assertNext(gateways -> assertThat(gateways).hasSize(1))
                .then(() -> assertThat(configure("evolution: { url: 'http://evo:8080' }\nchatwoot: {}"))
                        .isEmpty())
                .then(() -> assertThat(configure("evolution: { url: 'http://evo:8081' }"))
                        .isEmpty())
                .assertNext(gateways -> assertThat(gateways.getFirst().url()).hasPort(8081))
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }
}
