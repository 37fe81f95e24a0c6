package dev.carteiro.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserAccessTests {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final BrowserAccess access = new BrowserAccess();

    private List<String> configure(String browsers) {
        ConfigTree tree = ConfigTree.of("carteiro:\n  browsers: " + browsers, name -> null);
        access.prepare(tree).run();
        return tree.problems();
    }

    @Test
    void letsNobodyInFromElsewhereUntilItIsTold() {
        assertThat(access.current()).isEqualTo(BrowserSettings.USUAL);
        assertThat(access.admits("https://app.example.com")).isFalse();
    }

    @Test
    void letsInPagesOfTheOriginsThatAreConfigured() {
        assertThat(configure("{ origins: ['https://app.example.com', 'http://localhost:3000'] }"))
                .isEmpty();
        assertThat(access.admits("https://app.example.com")).isTrue();
        assertThat(access.admits("http://localhost:3000")).isTrue();
        assertThat(access.admits("http://app.example.com")).isFalse();
        assertThat(access.admits("https://app.example.com.evil.example")).isFalse();
        assertThat(access.admits("null")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "app.example.com",
                "https://app.example.com/",
                "https://app.example.com/page",
                "https://app.example.com?x",
                "https://app.example.com#x",
                "https://me@app.example.com",
                "https://*.example.com",
                "https://",
                "mailto:me@example.com",
                "https://a b",
                "https://App.example.com",
                "https://app.example.com:443",
                "http://localhost:80",
                "ftp://app.example.com",
            })
    void refusesWhatIsNoOrigin(String origin) {
        assertThat(configure("{ origins: ['" + origin + "'] }"))
                .containsExactly("carteiro.yml:2: carteiro.browsers.origins[0]: \"" + origin
                        + "\" is no origin as browsers send it, for example https://app.example.com");
    }

    @Test
    void refusesAKeyThatCanBeGuessed() {
        assertThat(configure("{ key: '" + KEY + "' }")).isEmpty();
        assertThat(configure("{ key: '" + KEY.substring(1) + "' }"))
                .containsExactly("carteiro.yml:2: carteiro.browsers.key: is too short: who guesses it sees everything;"
                        + " 32 characters or more");
    }

    @Test
    void refusesToServeNobody() {
        assertThat(configure("{ most: 1 }")).isEmpty();
        assertThat(configure("{ most: 0 }")).containsExactly("carteiro.yml:2: carteiro.browsers.most: is 1 or more");
    }

    @Test
    void hasDefaultsForWhatIsAbsent() {
        assertThat(configure("{ most: 5 }")).isEmpty();
        assertThat(access.current()).isEqualTo(new BrowserSettings(List.of(), null, 5));
        assertThat(configure("{ key: '" + KEY + "' }")).isEmpty();
        assertThat(access.current()).isEqualTo(new BrowserSettings(List.of(), KEY, 10_000));
    }

    @Test
    void goesBackToTheDefaultsWhenItIsNoLongerConfigured() {
        assertThat(configure("{ most: 5, key: '" + KEY + "', origins: ['https://app.example.com'] }"))
                .isEmpty();
        ConfigTree nothing = ConfigTree.of("carteiro: {}", name -> null);
        Runnable deploy = access.prepare(nothing);
        assertThat(access.current().most()).isEqualTo(5);
        deploy.run();
        assertThat(nothing.problems()).isEmpty();
        assertThat(access.current()).isEqualTo(BrowserSettings.USUAL);
    }

    @Test
    void doesNotShowTheKey() {
        assertThat(new BrowserSettings(List.of("https://app.example.com"), KEY, 5))
                .hasToString("BrowserSettings[origins=[https://app.example.com], most=5]");
    }
}
