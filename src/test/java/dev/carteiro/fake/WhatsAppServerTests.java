package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the calls of an Evolution server do and refuse. */
class WhatsAppServerTests {

    private static final String ANA = "5511988887777@s.whatsapp.net";

    private final WhatsAppServer whatsApp = WhatsAppServer.start();
    private final Caller client = new Caller(whatsApp.url(), "apikey", whatsApp.apiKey());
    private final WhatsAppInstance acme = whatsApp.instance("acme");

    @AfterEach
    void close() {
        client.close();
        whatsApp.close();
    }

    @CanIgnoreReturnValue
    private Caller.Reply text(String number, String text) throws IOException {
        return client.post("/message/sendText/acme", "number", number, "text", text);
    }

    @Test
    void refusesABodyWithAnArrayInAnArray() throws IOException {
        assertThat(client.post("/message/sendText/acme", "number", "5511988887777"))
                .returns(400, Caller.Reply::status)
                .returns("instance requires property \"text\"", reply -> reply.at("/response/message/0/0"));
        assertThat(client.post("/message/sendLocation/acme", "number", "55", "latitude", 1, "longitude", 2)
                        .at("/response/message/0"))
                .isEqualTo(
                        "[\"instance requires property \\\"name\\\"\",\"instance requires property \\\"address\\\"\"]");
    }

    @Test
    void sendsTextAndAnswersPending() throws IOException {
        Caller.Reply sent = text("5511988887777", "Oi");
        assertThat(sent.status()).isEqualTo(201);
        assertThat(sent.at("/status")).isEqualTo("PENDING");
        assertThat(sent.at("/key/id")).startsWith("3EB0").hasSize(22);
        assertThat(sent.at("/key/remoteJid")).isEqualTo(ANA);
        assertThat(whatsApp.sent("5511988887777"))
                .extracting(WhatsAppSent::id, WhatsAppSent::kind, WhatsAppSent::text)
                .containsExactly(tuple(sent.at("/key/id"), "text", "Oi"));
    }

    @Test
    void refusesANumberThatIsNotOnWhatsApp() throws IOException {
        acme.notOnWhatsApp("5511900000000");
        Caller.Reply refused = text("5511900000000", "Oi");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/response/message"))
                .isEqualTo(
                        "[{\"jid\":\"5511900000000@s.whatsapp.net\",\"exists\":false,\"number\":\"5511900000000\"}]");
        Caller.Reply numbers =
                client.post("/chat/whatsappNumbers/acme", "numbers", List.of("5511900000000", "5511988887777"));
        assertThat(numbers.at("/0/exists")).isEqualTo("false");
        assertThat(numbers.at("/1/exists")).isEqualTo("true");
    }

    @Test
    void refusesWhileItIsNotConnected() throws IOException {
        whatsApp.connection("acme", "close");
        assertThat(text("5511988887777", "Oi"))
                .returns(500, Caller.Reply::status)
                .returns("Connection Closed", reply -> reply.at("/response/message"));
        assertThat(text("120363025555555555@g.us", "Oi"))
                .returns(400, Caller.Reply::status)
                .returns("Error: Connection Closed", reply -> reply.at("/response/message/0"));
        assertThat(whatsApp.sent()).isEmpty();
    }

    @Test
    void takesTheNinthDigitAwayUnlessSomebodyWroteWithIt() throws IOException {
        assertThat(text("5541988887777", "Oi").at("/key/remoteJid")).isEqualTo("554188887777@s.whatsapp.net");
        assertThat(text("5511988887777", "Oi").at("/key/remoteJid")).isEqualTo(ANA);
        whatsApp.customerWrites("acme", "5551988887777@s.whatsapp.net", "Eva", "Oi");
        assertThat(text("5551988887777", "Oi").at("/key/remoteJid")).isEqualTo("5551988887777@s.whatsapp.net");
    }

    @Test
    void quotesWhatItKnowsOrIsGiven() throws IOException {
        String id = whatsApp.customerWrites("acme", ANA, "Ana", "Pergunta");
        Caller.Reply known = client.post(
                "/message/sendText/acme", "number", ANA, "text", "a", "quoted", Map.of("key", Map.of("id", id)));
        assertThat(known.at("/contextInfo/quotedMessage/conversation")).isEqualTo("Pergunta");
        Caller.Reply unknown = client.post(
                "/message/sendText/acme", "number", ANA, "text", "b", "quoted", Map.of("key", Map.of("id", "X")));
        assertThat(unknown.body().path("contextInfo").has("stanzaId")).isFalse();
        String audio = Base64.getEncoder().encodeToString(new byte[30]);
        client.post(
                "/message/sendWhatsAppAudio/acme",
                "number",
                ANA,
                "audio",
                audio,
                "quoted",
                Map.of("key", Map.of("id", id)));
        assertThat(whatsApp.sent(ANA)).extracting(WhatsAppSent::quotedId).containsExactly(id, null, null);
    }

    @Test
    void findsMessagesNewestFirst() throws IOException {
        for (int i = 0; i < 5; i++) {
            whatsApp.customerWrites("acme", ANA, "Ana", "m" + i);
        }
        whatsApp.customerWrites("acme", "5511911111111@s.whatsapp.net", "Eva", "other");
        Caller.Reply found = client.post(
                "/chat/findMessages/acme", "where", Map.of("key", Map.of("remoteJid", ANA)), "page", 2, "offset", 2);
        assertThat(found.at("/messages/total")).isEqualTo("5");
        assertThat(found.at("/messages/pages")).isEqualTo("3");
        assertThat(found.at("/messages/records/0/message/conversation")).isEqualTo("m2");
        Caller.Reply chats = client.post("/chat/findChats/acme");
        assertThat(chats.body()).hasSize(2);
    }

    @Test
    void keepsTheCallersIdFromNewerVersionsOnly() throws IOException {
        assertThat(client.post("/message/sendText/acme", "number", ANA, "text", "a", "messageId", "MINE")
                        .at("/key/id"))
                .startsWith("3EB0");
        try (WhatsAppServer newer = WhatsAppServer.start("2.4.0");
                Caller caller = new Caller(newer.url(), "apikey", newer.apiKey())) {
            newer.instance("acme");
            for (int i = 0; i < 2; i++) {
                assertThat(caller.post("/message/sendText/acme", "number", ANA, "text", "a", "messageId", "MINE")
                                .at("/key/id"))
                        .isEqualTo("MINE");
            }
            assertThat(newer.sent(ANA)).hasSize(1);
        }
    }

    @Test
    void marksAsReadButSkipsLids() throws IOException {
        List<Object> keys = List.of(
                Map.of("remoteJid", ANA, "fromMe", false, "id", "A"),
                Map.of("remoteJid", "103899771998284@lid", "fromMe", false, "id", "B"));
        assertThat(client.post("/chat/markMessageAsRead/acme", "readMessages", keys)
                        .at("/read"))
                .isEqualTo("success");
        assertThat(whatsApp.readMarks()).extracting(WhatsAppMark::id).containsExactly("A");
    }

    @Test
    void blocksAsLongAsItTypes() throws IOException {
        long start = System.nanoTime();
        client.post("/chat/sendPresence/acme", "number", ANA, "presence", "composing", "delay", 300);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
        assertThat(whatsApp.presences()).containsExactly(new WhatsAppPresence("acme", ANA, "composing", 300));
    }

    @Test
    void reactsEditsAndDeletes() throws IOException {
        String id = text("5511988887777", "Oi").at("/key/id");
        Map<String, Object> key = Map.of("remoteJid", ANA, "fromMe", true, "id", id);
        assertThat(client.post("/message/sendReaction/acme", "key", key, "reaction", "👍")
                        .status())
                .isEqualTo(201);
        assertThat(client.post("/message/sendReaction/acme", "key", key, "reaction", "no")
                        .status())
                .isEqualTo(400);
        assertThat(client.post("/chat/updateMessage/acme", "number", ANA, "key", key, "text", "Olá")
                        .status())
                .isEqualTo(200);
        assertThat(client.call(
                                "DELETE",
                                "/chat/deleteMessageForEveryone/acme",
                                Json.object("id", id, "remoteJid", ANA, "fromMe", true))
                        .status())
                .isEqualTo(201);
        assertThat(whatsApp.sent(ANA)).extracting(WhatsAppSent::kind).containsExactly("text", "reaction");
        assertThat(whatsApp.edited()).containsExactly(new WhatsAppMark("acme", ANA, id, "Olá"));
        assertThat(whatsApp.deleted()).containsExactly(new WhatsAppMark("acme", ANA, id, ""));
    }

    @Test
    void sendsContactsPollsAndStickers() throws IOException {
        client.post(
                "/message/sendContact/acme",
                "number",
                ANA,
                "contact",
                List.of(Map.of("fullName", "João", "phoneNumber", "+55 11 97777-0000")));
        client.post(
                "/message/sendPoll/acme",
                "number",
                ANA,
                "name",
                "Almoço?",
                "selectableCount",
                1,
                "values",
                List.of("Pizza", "Sushi"));
        client.post(
                "/message/sendSticker/acme",
                "number",
                ANA,
                "sticker",
                Base64.getEncoder().encodeToString(new byte[12]));
        assertThat(whatsApp.sent(ANA))
                .extracting(WhatsAppSent::kind, WhatsAppSent::text)
                .containsExactly(tuple("contact", "João"), tuple("poll", "Almoço?"), tuple("sticker", null));
        assertThat(whatsApp.sent(ANA).getFirst().content()).contains("waid=5511977770000");
    }
}
