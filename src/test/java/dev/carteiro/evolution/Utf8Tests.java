package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Tests {

    private static final String PIECES = "a\0\u007f\u0080\u07ff\u0800\uffff\ud800\udbff\udc00\udfff";

    private static byte[] expected(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "abc", "ação", "日本", "😀", "\ud83d", "\ude00", "\ude00\ud83d", "a\ud83d", "\ud83da😀\ud83d"})
    void writesWhatStringWrites(String text) {
        assertThat(Utf8.of(text, 0, text.length())).isEqualTo(expected(text));
    }

    @Test
    void writesAnyPartOfAnyTextAsStringDoes() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(
                        random.nextBoolean()
                                ? PIECES.charAt(random.nextInt(PIECES.length()))
                                : (char) random.nextInt(0x10000));
            }
            int from = random.nextInt(text.length() + 1);
            int to = from + random.nextInt(text.length() + 1 - from);
            assertThat(Utf8.of(text.toString(), from, to))
                    .as("%s from %d to %d", text, from, to)
                    .isEqualTo(expected(text.substring(from, to)));
        }
    }
}
