package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTests {

    @Test
    void putsTheNameInBoldAboveTheText() {
        assertThat(Signature.sign("Carla", "\n", "Olá")).isEqualTo("*Carla:*\nOlá");
        assertThat(Signature.sign("Carla", null, "Olá")).isEqualTo("*Carla:*\nOlá");
    }

    @Test
    void takesAWrittenBackslashNForALineBreak() {
        assertThat(Signature.sign("Carla", "\\n\\n", "Olá")).isEqualTo("*Carla:*\n\nOlá");
        assertThat(Signature.sign("Carla", " – ", "Olá")).isEqualTo("*Carla:* – Olá");
    }

    @Test
    void signsNothingWithoutANameOrWithoutAText() {
        assertThat(Signature.sign(null, "\n", "Olá")).isEqualTo("Olá");
        assertThat(Signature.sign(" ", "\n", "Olá")).isEqualTo("Olá");
        assertThat(Signature.sign("Carla", "\n", "")).isEmpty();
    }

    @Test
    void letsNoNameBreakOutOfTheBold() {
        assertThat(Signature.sign("Car*la\n", "\n", "Olá")).isEqualTo("*Car la:*\nOlá");
    }
}
