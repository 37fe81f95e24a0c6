package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PhrasesTests {

    @ParameterizedTest
    @CsvSource({
        "en,Edited message",
        "pt-BR,Mensagem editada",
        "pt_BR,Mensagem editada",
        "pt,Mensagem editada",
        "de,Edited message",
        "'',Edited message"
    })
    void speaksPortugueseToThoseWhoAskForItAndEnglishToAllOthers(String tag, String edited) {
        assertThat(Phrases.of(tag).say(Phrase.EDITED)).isEqualTo(edited);
    }

    @ParameterizedTest
    @EnumSource
    void hasRoomForTheSameValuesInBothLanguages(Phrase phrase) {
        assertThat(room(phrase.portuguese())).isEqualTo(room(phrase.english()));
        Object[] values = new Object[room(phrase.english())];
        Arrays.fill(values, "X");
        assertThat(Phrases.of("pt-BR").say(phrase, values)).doesNotContain("%s").isNotBlank();
    }

    @Test
    void fillsValuesIn() {
        assertThat(Phrases.of("en").say(Phrase.IMPORT_PROGRESS, 40)).isEqualTo("Importing the history: 40%");
        assertThat(Phrases.of("pt-BR").say(Phrase.SCAN, 40)).isEqualTo("Leia este QR code em até 40 segundos.");
    }

    private static int room(String words) {
        return words.split("%s", -1).length - 1;
    }
}
