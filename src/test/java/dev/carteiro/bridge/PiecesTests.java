package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTests {

    @Test
    void cutsWhereAReaderWouldPause() {
        assertThat(Pieces.of("Um parágrafo.\n\nE outro. Mais um. Fim", 20))
                .containsExactly("Um parágrafo.", "E outro. Mais um.", "Fim");
        assertThat(Pieces.of("palavras sem nenhum ponto", 12)).containsExactly("palavras", "sem nenhum", "ponto");
        assertThat(Pieces.of("  curto ", 10)).containsExactly("curto");
        assertThat(Pieces.of(" \n ", 10)).isEmpty();
    }

    @Test
    void losesNothing() {
        String text = "Uma frase que se repete muitas vezes. ".repeat(4_000);
        List<String> pieces = Pieces.of(text, 4_096);
        assertThat(pieces).allMatch(piece -> piece.length() <= 4_096);
        assertThat(String.join(" ", pieces)).isEqualTo(text.strip());
        assertThat(pieces).hasSizeLessThan(2 * text.length() / 4_096 + 2);
    }

    @Test
    void cutsNoCharacterInTwo() {
        List<String> pieces = Pieces.of("\uD83D\uDE00".repeat(50), 7);
        assertThat(String.join("", pieces)).isEqualTo("\uD83D\uDE00".repeat(50));
        assertThat(pieces).allMatch(piece -> !Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
    }
}
