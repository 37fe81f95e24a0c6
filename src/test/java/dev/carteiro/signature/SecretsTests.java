package dev.carteiro.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTests {

    @Test
    void comparesWholeTexts() {
        assertThat(Secrets.equal("olá", "olá")).isTrue();
        assertThat(Secrets.equal("olá", "ol")).isFalse();
        assertThat(Secrets.equal("", "x")).isFalse();
    }

    @Test
    void findsAnyOfSeveral() {
        assertThat(Secrets.anyEqual(List.of("a", "b"), "b")).isTrue();
        assertThat(Secrets.anyEqual(List.of("a", "b"), "c")).isFalse();
        assertThat(Secrets.anyEqual(List.of(), "")).isFalse();
    }
}
