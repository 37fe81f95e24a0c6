package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTests {

    private static final Map<String, String> VARIABLES =
            Map.of("HOST", "chatwoot", "PORT", "3000", "EMPTY", "", "ODD", "a: [b, ${HOST}] # c");

    @Test
    void standForVariables() {
        assertThat(resolve("http://${HOST}:${PORT}/x")).isEqualTo("http://chatwoot:3000/x");
    }

    @Test
    void takeTheDefaultWhereTheVariableIsNotSetOrEmpty() {
        assertThat(resolve("${HOST:other}")).isEqualTo("chatwoot");
        assertThat(resolve("${NONE:http://a:1}")).isEqualTo("http://a:1");
        assertThat(resolve("${EMPTY:x}")).isEqualTo("x");
        assertThat(resolve("${NONE:${PORT}}-${NONE:${EMPTY:y}}")).isEqualTo("3000-y");
    }

    @Test
    void areLeftAloneWhereTheyAreNone() {
        assertThat(resolve("$.data ${} ${a b} $HOST {HOST}")).isEqualTo("$.data ${} ${a b} $HOST {HOST}");
        assertThat(resolve("$${HOST}")).isEqualTo("${HOST}");
    }

    @Test
    void aVariablesValueIsNeverReadAsYamlOrAsAPlaceholder() {
        ConfigTree tree = tree("carteiro:\n  x: ${ODD}\n");

        assertThat(tree.bind("carteiro.x", String.class)).contains("a: [b, ${HOST}] # c");
    }

    @Test
    void workInNumbersAndDurations() {
        assertThat(tree("carteiro:\n  x: ${NONE:5s}\n").bind("carteiro.x", Duration.class))
                .contains(Duration.ofSeconds(5));
        assertThat(tree("carteiro: { x: '${PORT}' }").bind("carteiro.x", int.class))
                .contains(3000);
    }

    @Test
    void anEmptyDefaultMeansAbsent() {
        ConfigTree tree = tree("carteiro:\n  x: ${NONE:}\n  y: ['${NONE:}', b]\n");

        assertThat(tree.has("carteiro.x")).isFalse();
        assertThat(tree.bindList("carteiro.y", String.class)).containsExactly("b");
        assertThat(tree.problems()).isEmpty();
    }

    @Test
    void withoutValueOrDefaultAreAProblemAndOnlyOne() {
        ConfigTree tree = tree("carteiro:\n  sources:\n    a:\n      type: ${KIND}\n      tokens: [\"${EMPTY}\"]\n");

        assertThat(tree.bind("carteiro.sources.a.type", Duration.class)).isEmpty();
        assertThat(tree.bindList("carteiro.sources.a.tokens", Duration.class)).isEmpty();
        assertThat(tree.problems())
                .containsExactly(
                        "carteiro.yml:4: carteiro.sources.a.type: the variable KIND is not set and has no default;"
                                + " write ${KIND:} if it may be absent",
                        "carteiro.yml:5: carteiro.sources.a.tokens[0]: the variable EMPTY is not set and has no"
                                + " default; write ${EMPTY:} if it may be absent");
    }

    @Test
    void messagesQuoteThePlaceholderAndNotWhatItHides() {
        ConfigTree tree = tree("carteiro:\n  public-url: ${HOST}/x\n");

        assertThat(tree.bind("carteiro.public-url", URI.class)).isEmpty();
        assertThat(tree.problems())
                .containsExactly("carteiro.yml:2: carteiro.public-url: \"${HOST}/x\" has no scheme;"
                        + " write http://${HOST}/x");
    }

    private static String resolve(String text) {
        return new Placeholders(text, VARIABLES::get).resolve();
    }

    private static ConfigTree tree(String yaml) {
        return ConfigTree.of(yaml, VARIABLES::get);
    }
}
