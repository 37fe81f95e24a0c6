package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VCardTests {

    @Test
    void readsWhatWhatsAppShares() {
        assertThat(VCard.of("""
                        BEGIN:VCARD
                        VERSION:3.0
                        N:;João;;;
                        FN:João
                        item1.TEL;waid=5511977770000:+55 11 97777-0000
                        item1.X-ABLabel:Celular
                        TEL;type=HOME:+55 11 3333-4444
                        END:VCARD
                        """))
                .isEqualTo(new VCard(
                        "João",
                        List.of(
                                new VCard.Telephone("+55 11 97777-0000", "5511977770000"),
                                new VCard.Telephone("+55 11 3333-4444", null))));
    }

    @Test
    void joinsFoldedLinesAndTakesEscapesBack() {
        assertThat(VCard.of("BEGIN:VCARD\r\nFN:Ana\\, a da \r\n pizza\\; sim\r\nEND:VCARD")
                        .name())
                .isEqualTo("Ana, a da pizza; sim");
    }

    @Test
    void speaksTheStructuredNameWhereThereIsNoOther() {
        assertThat(VCard.of("BEGIN:VCARD\nN:Souza;Ana;Maria;Dra.;\nEND:VCARD").name())
                .isEqualTo("Dra. Ana Maria Souza");
    }

    @Test
    void leavesQuotedPrintableAside() {
        VCard card = VCard.of(
                "BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jo=C3=A3o\nN:;Joao;;;\nTEL:1\nEND:VCARD");
        assertThat(card.name()).isEqualTo("Joao");
        assertThat(card.numbers()).map(VCard.Telephone::shown).containsExactly("1");
    }

    @Test
    void readsNumbersHoweverTheyAreWritten() {
        assertThat(VCard.of(
                                "TEL;VALUE=uri;TYPE=\"voice:x\":tel:+5511977770000\nTEL;WAID=551188887777:\nTEL:\nTEL;waid=:2")
                        .numbers())
                .containsExactly(
                        new VCard.Telephone("+5511977770000", null),
                        new VCard.Telephone("+551188887777", "551188887777"),
                        new VCard.Telephone("2", null));
    }

    @Test
    void takesTheFirstOfSeveralCardsAndNothingFromNone() {
        assertThat(VCard.of("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\nTEL:1\nEND:VCARD"))
                .isEqualTo(new VCard("A", List.of()));
        assertThat(VCard.of("no card at all")).isEqualTo(new VCard(null, List.of()));
        assertThat(VCard.of("")).isEqualTo(new VCard(null, List.of()));
    }
}
