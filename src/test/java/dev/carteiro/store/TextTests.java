package dev.carteiro.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTests {

    @Test
    void leavesOrdinaryTextAsItIs() {
        assertThat(Text.storable("Olá 👍")).isEqualTo("Olá 👍");
        assertThat(Text.indexable("Olá 👍")).isEqualTo("Olá 👍");
        assertThat(Text.storable(null)).isNull();
        assertThat(Text.indexable("k".repeat(512))).hasSize(512);
    }

    @Test
    void replacesNul() {
        assertThat(Text.storable("a\0b")).isEqualTo("a\uFFFDb");
        assertThat(Text.indexable("a\0b")).isEqualTo("a\uFFFDb");
    }

    @Test
    void makesAShortNameOfALongTextThatNoOtherTextHas() {
        String first = Text.indexable("k".repeat(10_000) + "1");
        String second = Text.indexable("k".repeat(10_000) + "2");
        assertThat(first).startsWith("kkkk").isNotEqualTo(second).isEqualTo(Text.indexable("k".repeat(10_000) + "1"));
        assertThat(Text.indexable("ç".repeat(10_000)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(2_704);
    }

    @Test
    void doesNotCutACharacterInTwo() {
        String cut = Text.indexable("k".repeat(63) + "👍".repeat(1_000));
        assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(cut);
    }
}
