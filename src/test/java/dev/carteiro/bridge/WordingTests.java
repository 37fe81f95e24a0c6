package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Ad;
import dev.carteiro.event.Canonical;
import dev.carteiro.event.Content;
import dev.carteiro.event.Event;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import dev.carteiro.source.Fixtures;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordingTests {

    private static final Phrases PT = Phrases.of("pt-BR");
    private static final Phrases EN = Phrases.of("en");
    private static final Party ANA = new Party("5511988887777@s.whatsapp.net", "Ana Souza", "+5511988887777");
    private static final Party GROUP = new Party("120363025555555555@g.us", "Time", null);

    static List<String> fixtures() {
        return Fixtures.names();
    }

    /** Whatever comes from WhatsApp can be posted. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void hasWordsOrAFileForEveryMessage(String fixture) {
        Fixtures.decoded(fixture).facts().forEach(fact -> {
            if (fact.data() instanceof Event.MessageReceived(Message message)) {
                Worded worded = Wording.of(message, PT);
                assertThat(worded.media() || !worded.text().isBlank())
                        .as("%s", Canonical.data(fact.data()))
                        .isTrue();
            }
        });
    }

    @Test
    void translatesTextAndCaptions() {
        assertThat(words(new Content.Text("*oi* _você_"))).isEqualTo("**oi** *você*");
        MediaFile file = new MediaFile("image/jpeg", null, null, null, null);
        assertThat(Wording.of(from(ANA, new Content.Media(MediaKind.IMAGE, file, "*oi*")), PT))
                .isEqualTo(new Worded("**oi**", true));
        assertThat(Wording.of(from(ANA, new Content.Media(MediaKind.AUDIO, file, null)), PT))
                .isEqualTo(new Worded("", true));
        assertThat(words(new Content.Notice("Chamada perdida"))).isEqualTo("Chamada perdida");
    }

    @Test
    void linksPlacesToAMap() {
        assertThat(words(new Content.Location(-23.56168, -46.65598, "MASP", "Av. Paulista, 1578", false)))
                .isEqualTo("**Localização:**\nMASP\nAv. Paulista, 1578\n"
                        + "https://www.google.com/maps/search/?api=1&query=-23.56168,-46.65598");
        assertThat(words(new Content.Location(0.00001, 100, null, null, true)))
                .isEqualTo("**Localização em tempo real:**\n"
                        + "https://www.google.com/maps/search/?api=1&query=0.000010,100.0");
    }

    @Test
    void readsContactsOut() {
        Content.Card joao = new Content.Card(
                "João", "BEGIN:VCARD\nFN:João Lima\nTEL;waid=5511977770000:+55 11 97777-0000\nTEL:+55 11 3333-4444\n");
        Content.Card bia = new Content.Card("Bia", "BEGIN:VCARD\nTEL:+55 21 97777-6666\nEND:VCARD");
        assertThat(words(new Content.Contacts(List.of(joao, bia, new Content.Card("Caio", null)))))
                .isEqualTo("""
                        **Contato:**
                        Nome: João Lima
                        Número (1): +55 11 97777-0000
                        Número (2): +55 11 3333-4444

                        **Contato:**
                        Nome: Bia
                        Número: +55 21 97777-6666

                        **Contato:**
                        Nome: Caio""");
    }

    @Test
    void tellsQuestionsFromVotes() {
        assertThat(words(new Content.Poll("Almoço?", List.of("Pizza", "Sushi"), List.of())))
                .isEqualTo("**Enquete:** Almoço?\n- Pizza\n- Sushi");
        assertThat(words(new Content.Poll(null, List.of("Pizza", "Sushi"), List.of("Pizza"))))
                .isEqualTo("**Voto:** Pizza");
        assertThat(words(new Content.Poll(null, List.of("Pizza"), List.of()))).isEqualTo("Voto retirado");
    }

    @Test
    void countsOrdersInTheirCurrency() {
        Content order = new Content.Order("4111", "Camiseta", 1_299_900L, "BRL", 2);
        assertThat(words(order)).isEqualTo("**Pedido:** Camiseta\nItens: 2\nTotal: R$ 1.299,90");
        assertThat(Wording.of(from(ANA, order), EN).text())
                .isEqualTo("**Order:** Camiseta\nItems: 2\nTotal: R$1,299.90");
        assertThat(words(new Content.Order("4111", null, 1_500L, "???", null)))
                .isEqualTo("**Pedido:** 4111\nTotal: 1.50 ???");
        assertThat(words(new Content.Order("4111", null, 1_500L, null, null))).endsWith("Total: 1.50");
        assertThat(words(new Content.Order("4111", null, 1_500_000L, "JPY", null)))
                .endsWith("1.500");
    }

    @Test
    void showsReactionsAndThatTheyAreGone() {
        assertThat(words(new Content.Reaction("m1", "👍"))).isEqualTo("👍");
        assertThat(words(new Content.Reaction("m1", ""))).isEqualTo("Reação removida");
    }

    @Test
    void readsOffersOut() {
        assertThat(words(new Content.Other("listMessage", "Planos\n- A"))).isEqualTo("**Lista:**\nPlanos\n- A");
        assertThat(words(new Content.Other("interactiveMessage", "PIX: Ravenna")))
                .isEqualTo("PIX: Ravenna");
        assertThat(words(new Content.Other("albumMessage", "2 images, 1 video")))
                .isEqualTo("**Álbum:** imagens: 2, vídeos: 1");
        assertThat(words(new Content.Other("albumMessage", null))).isEqualTo("**Álbum:**");
    }

    @Test
    void sendsToThePhoneForWhatHasNoWordsHere() {
        String unsupported = "Esta mensagem não pode ser exibida aqui. Abra-a no celular.";
        assertThat(words(new Content.Other("eventMessage", "Festa"))).isEqualTo(unsupported + "\n\nFesta");
        assertThat(words(new Content.Other(null, null))).isEqualTo(unsupported);
        assertThat(words(new Content.Other("listMessage", null))).isEqualTo(unsupported);
    }

    @Test
    void putsTheAdvertisementBelowWhatItWasAnsweredWith() {
        Ad ad = new Ad("T".repeat(60), "B".repeat(90), "https://fb.me/a_b_c", "https://t.example/t.jpg");
        assertThat(Wording.of(answering(ad), PT).text())
                .isEqualTo("Vi o anúncio\n\n**" + "T".repeat(39) + "…**\n" + "B".repeat(74) + "…\nhttps://fb.me/a_b_c");
        assertThat(Wording.of(answering(new Ad(null, null, "https://fb.me/a", null)), PT)
                        .text())
                .isEqualTo("Vi o anúncio\n\n**Anúncio**\nhttps://fb.me/a");
    }

    @Test
    void saysWhoSpeaksInAGroup() {
        Content text = new Content.Text("oi");
        assertThat(inGroup(ANA, false, text)).isEqualTo("**+55 11 98888-7777 - Ana Souza:**\n\noi");
        assertThat(inGroup(new Party("1@lid", "Bia *VIP*\n", null), false, text))
                .isEqualTo("**Bia VIP:**\n\noi");
        assertThat(inGroup(new Party("1@s.whatsapp.net", null, "+14155552671"), false, text))
                .isEqualTo("**+1 415 555 2671:**\n\noi");
        assertThat(inGroup(new Party("1@lid", null, null), false, text)).isEqualTo("oi");
        assertThat(inGroup(null, false, text)).isEqualTo("oi");
        assertThat(inGroup(ANA, true, text)).isEqualTo("oi");
    }

    @Test
    void marksEdits() {
        assertThat(Wording.edited(new Content.Text("*novo*"), PT))
                .isEqualTo(new Worded("Mensagem editada:\n\n**novo**", false));
    }

    @Test
    void cutsWhatChatwootWouldRefuse() {
        String cut = words(new Content.Text("😀".repeat(100_000)));
        assertThat(cut).hasSizeBetween(149_998, 150_000).endsWith("😀…");
        assertThat(words(new Content.Text("a".repeat(150_000))))
                .hasSize(150_000)
                .endsWith("a");
    }

    private static String words(Content content) {
        return Wording.of(from(ANA, content), PT).text();
    }

    private static String inGroup(@Nullable Party sender, boolean fromMe, Content content) {
        return Wording.of(new Message("m1", fromMe, false, true, sender, GROUP, content, null), PT)
                .text();
    }

    private static Message from(Party sender, Content content) {
        return new Message("m1", false, false, false, sender, sender, content, null);
    }

    private static Message answering(Ad ad) {
        return new Message("m1", false, false, false, ANA, ANA, new Content.Text("Vi o anúncio"), null, ad);
    }
}
