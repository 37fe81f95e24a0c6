package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTreeTests {

    @Test
    void refusesUnknownKeysAtTheTopOnceAllPartsHaveAsked() {
        ConfigTree tree = tree("""
                carteiro:
                  destination: {}
                  retention: 3d
                spring: {}
                """);
        assertThat(tree.bind("carteiro.retention", Duration.class)).contains(Duration.ofDays(3));

        tree.refuseUnknownKeys();

        assertThat(tree.problems())
                .containsExactly(
                        "carteiro.yml:2: carteiro.destination: no such key; did you mean \"destinations\"? (known:"
                                + " public-url, trusted-proxies, sources, destinations, bridges, routes, retention)",
                        "carteiro.yml:4: spring: no such key (known: carteiro)");
    }

    @Test
    void namedEntriesKeepTheFilesOrder() {
        assertThat(tree("carteiro: { destinations: { z: 1, a: 2, m-1_B: 3 } }")
                        .bindAll("carteiro.destinations", Integer.class))
                .containsExactly(Map.entry("z", 1), Map.entry("a", 2), Map.entry("m-1_B", 3));
    }

    @Test
    void refusesWhatIsNoName() {
        ConfigTree tree = tree("""
                carteiro:
                  destinations:
                    ok: 1
                    _no: 2
                """);

        assertThat(tree.names("carteiro.destinations")).containsExactly("ok");
        assertThat(tree.problems())
                .containsExactly("carteiro.yml:4: carteiro.destinations._no: is no name: a name is up to 63 letters,"
                        + " digits, - and _, and starts with a letter or digit");
    }

    @Test
    void refusesAListWhereNamesAreExpected() {
        ConfigTree tree = tree("carteiro:\n  destinations: [a]");

        assertThat(tree.bindAll("carteiro.destinations", String.class)).isEmpty();
        assertThat(tree.problems())
                .containsExactly(
                        "carteiro.yml:2: carteiro.destinations: is a list where keys with values are expected");
    }

    @Test
    void itemsOfAListKeepTheirPaths() {
        ConfigTree tree = tree("""
                carteiro:
                  routes:
                    - a
                    - b
                """);

        assertThat(tree.bindItems("carteiro.routes", String.class))
                .containsExactly(Map.entry("carteiro.routes[0]", "a"), Map.entry("carteiro.routes[1]", "b"));
        assertThat(tree("carteiro: { routes: a }").bindItems("carteiro.routes", String.class))
                .containsExactly(Map.entry("carteiro.routes", "a"));
    }

    @Test
    void aProblemStandsAtTheNearestLineThereIs() {
        ConfigTree tree = tree("""
                carteiro:
                  routes:
                    - to:
                        - a
                        - b
                """);

        tree.problem("carteiro.routes[0].to[1]", "is no destination");
        tree.problem("carteiro.routes[0].when.x", "is no condition");
        tree.problem("carteiro.public-url", "is missing");

        assertThat(tree.problems())
                .containsExactly(
                        "carteiro.yml:1: carteiro.public-url: is missing",
                        "carteiro.yml:3: carteiro.routes[0].when.x: is no condition",
                        "carteiro.yml:5: carteiro.routes[0].to[1]: is no destination");
    }

    @Test
    void nothingWrittenIsNothingThere() {
        ConfigTree tree = tree("carteiro:\n  bridges:\n  public-url: ~\n");

        assertThat(tree.has("carteiro.bridges")).isFalse();
        assertThat(tree.has("carteiro.public-url")).isFalse();
        assertThat(tree.bind("carteiro.public-url", String.class)).isEmpty();
        assertThat(tree.bindAll("carteiro.bridges", String.class)).isEmpty();
        assertThat(tree.problems()).isEmpty();
    }

    @Test
    void anEmptyFileIsAnEmptyTree() {
        for (String empty : List.of("", "# only a comment\n", "---\n", "carteiro:\n", "{}")) {
            ConfigTree tree = tree(empty);
            tree.refuseUnknownKeys();
            assertThat(tree.problems()).isEmpty();
            assertThat(tree.has("carteiro.destinations")).isFalse();
        }
    }

    @Test
    void refusesAFileThatHoldsNoKeys() {
        assertThat(tree("- a").problems())
                .containsExactly("carteiro.yml:1: is a list where keys with values are expected");
        assertThat(tree("carteiro: [a]").problems())
                .containsExactly("carteiro.yml:1: carteiro: is a list where keys with values are expected");
    }

    private static ConfigTree tree(String yaml) {
        return ConfigTree.of(yaml, name -> null);
    }
}
