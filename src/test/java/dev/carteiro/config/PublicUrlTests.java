package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicUrlTests {

    private final PublicUrl url = new PublicUrl();

    private List<String> configure(String yaml) {
        ConfigTree tree = ConfigTree.of(yaml, name -> null);
        url.prepare(tree).run();
        return tree.problems();
    }

    @ParameterizedTest
    @CsvSource({
        "https://carteiro.example,       https://carteiro.example",
        "https://carteiro.example/,      https://carteiro.example",
        "https://carteiro.example/in//,  https://carteiro.example/in",
        "http://carteiro_1:8802/,        http://carteiro_1:8802"
    })
    void endsWithoutASlash(String written, String read) {
        assertThat(configure("carteiro: { public-url: '" + written + "' }")).isEmpty();
        assertThat(url.current()).isEqualTo(read);
    }

    @Test
    void isNothingWhereItIsNotConfigured() {
        assertThat(url.current()).isNull();
        assertThat(configure("carteiro: { public-url: 'http://here' }")).isEmpty();
        assertThat(configure("carteiro: {}")).isEmpty();
        assertThat(url.current()).isNull();
    }

    @Test
    void isNotReplacedBeforeTheWholeConfigurationIs() {
        assertThat(configure("carteiro: { public-url: 'http://here' }")).isEmpty();
        Runnable deploy = url.prepare(ConfigTree.of("carteiro: { public-url: 'http://there' }", name -> null));
        assertThat(url.current()).isEqualTo("http://here");
        deploy.run();
        assertThat(url.current()).isEqualTo("http://there");
    }

    @Test
    void hasToBeAUrl() {
        assertThat(configure("carteiro: { public-url: carteiro.example }"))
                .containsExactly("carteiro.yml:1: carteiro.public-url: \"carteiro.example\" has no scheme; write"
                        + " http://carteiro.example");
    }
}
