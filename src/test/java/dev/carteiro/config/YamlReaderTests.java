package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class YamlReaderTests {

    @Test
    void saysWhereTheYamlIsBroken() {
        assertThat(problems("carteiro:\n  public-url: a: b\n"))
                .containsExactly("carteiro.yml:2: is no YAML: mapping values are not allowed here");
        assertThat(problems("carteiro:\n\tx: 1\n"))
                .containsExactly("carteiro.yml:2: is no YAML: found character '\\t(TAB)' that cannot start any token."
                        + " (Do not use \\t(TAB) for indentation)");
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        assertThat(problems("carteiro:\n  public-url: http://a\n  public-url: http://b\n"))
                .containsExactly("carteiro.yml:3: carteiro.public-url: is there twice, first at carteiro.yml:2");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(problems("carteiro: {}\n---\ncarteiro: {}\n"))
                .containsExactly("carteiro.yml:2: has a second document below this line; one is enough");
    }

    @Test
    void anchorsSaveWriting() {
        ConfigTree tree = ConfigTree.of("""
                carteiro:
                  destinations:
                    a: &base { url: http://a }
                    b: *base
                """, name -> null);

        assertThat(tree.bind("carteiro.destinations.b.url", String.class)).contains("http://a");
        assertThat(tree.problems()).isEmpty();
    }

    @Test
    void refusesAnAliasOfNothing() {
        assertThat(problems("carteiro:\n  routes: *none\n"))
                .containsExactly("carteiro.yml:2: *none names nothing that stands above it");
        assertThat(problems("carteiro: &all\n  routes: *all\n"))
                .containsExactly("carteiro.yml:2: *all names nothing that stands above it");
    }

    @Test
    void aliasesOfAliasesDoNotExplode() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [ha,ha,ha,ha,ha,ha,ha,ha,ha]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a%d: &a%d [%s*a%d]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(8), i - 1));
        }

        assertThat(problems(laughs.toString()))
                .containsExactly("carteiro.yml:6: grows to more than 100000 values here");
    }

    @Test
    void depthIsBounded() {
        assertThat(problems("[".repeat(500_000))).containsExactly("carteiro.yml:1: is nested more than 64 deep");
        assertThat(problems("a: ".repeat(1) + "{a: ".repeat(100_000)))
                .containsExactly("carteiro.yml:1: is nested more than 64 deep");
    }

    @Test
    void breadthIsBounded() {
        assertThat(problems("carteiro: [" + "1,".repeat(200_000) + "]"))
                .containsExactly("carteiro.yml:1: grows to more than 100000 values here");
    }

    @Test
    void refusesAKeyThatIsNoText() {
        assertThat(problems("? [a]\n: b\n")).containsExactly("carteiro.yml:1: has a key that is no plain text");
    }

    private static List<String> problems(String yaml) {
        return ConfigTree.of(yaml, name -> null).problems();
    }
}
