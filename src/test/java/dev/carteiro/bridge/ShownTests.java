package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTests {

    @Test
    void showsNoToken() {
        assertThat(Shown.url("https://user:pass@carteiro.example/chatwoot/webhook/Loja?token=s3cret#x"))
                .isEqualTo("https://carteiro.example/chatwoot/webhook/Loja");
        assertThat(Shown.text("GET http://user:pass@carteiro:8802/a?token=s3cret failed"))
                .isEqualTo("GET http://carteiro:8802/a failed");
    }

    @Test
    void showsNoNumberOfAPhone() {
        assertThat(Shown.text("the number +5511988887777 is not on WhatsApp"))
                .isEqualTo("the number … is not on WhatsApp");
        assertThat(Shown.text("refused 10.0.0.7:8802 after 5000 ms")).isEqualTo("refused 10.0.0.7:8802 after 5000 ms");
    }

    @Test
    void showsOneShortLine() {
        assertThat(Shown.text("a\n b\u0000c")).isEqualTo("a b c");
        assertThat(Shown.text("x".repeat(500))).hasSize(160).endsWith("…");
    }

    @Test
    void endsSentencesOnce() {
        assertThat(Shown.sentence("status 401")).isEqualTo("status 401.");
        assertThat(Shown.sentence("It is.")).isEqualTo("It is.");
    }
}
