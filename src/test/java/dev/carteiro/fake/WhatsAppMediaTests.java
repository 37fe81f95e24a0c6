package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an Evolution server takes and gives files. */
class WhatsAppMediaTests {

    private static final String ANA = "5511988887777@s.whatsapp.net";

    private final WhatsAppServer whatsApp = WhatsAppServer.start();
    private final Caller client = new Caller(whatsApp.url(), "apikey", whatsApp.apiKey());

    @BeforeEach
    void connect() {
        whatsApp.instance("acme");
    }

    @AfterEach
    void close() {
        client.close();
        whatsApp.close();
    }

    @Test
    void hashesLargeBase64WhileItStreamsIn() throws IOException {
        Media video = WhatsAppServer.generatesMedia("a.mp4", 5_000_000, 1);
        String base64 = Base64.getEncoder().encodeToString(video.all());
        Caller.Reply sent = client.post(
                "/message/sendMedia/acme",
                "number",
                ANA,
                "mediatype",
                "video",
                "media",
                base64,
                "caption",
                "olha",
                "fileName",
                "a.mp4");
        assertThat(sent.status()).isEqualTo(201);
        assertThat(whatsApp.sent(ANA).getFirst())
                .returns("olha", WhatsAppSent::text)
                .returns(
                        new WhatsAppSent.File("a.mp4", "video/mp4", "video", video.size(), video.sha256()),
                        WhatsAppSent::file);
    }

    @Test
    void refusesMediaInOtherForms() throws IOException {
        String owned = "Owned media must be a url or base64";
        String plain = Base64.getEncoder().encodeToString(new byte[10]);
        assertThat(media("image", "data:image/png;base64," + plain)).isEqualTo(owned);
        assertThat(media("image", plain.replace("=", ""))).isEqualTo(owned);
        assertThat(media("image", "http://localhost:9000/a.png")).isEqualTo(owned);
        assertThat(media("image", "data:image/png;base64," + "AAAA".repeat(50_000)))
                .isEqualTo(owned);
        assertThat(media("document", plain)).isEqualTo("For base64 the file name must be informed.");
    }

    private String media(String mediatype, String media) throws IOException {
        return client.post("/message/sendMedia/acme", "number", ANA, "mediatype", mediatype, "media", media)
                .at("/response/message/0");
    }

    @Test
    void fetchesMediaFromAUrl() throws IOException {
        try (ChatwootServer chatwoot = ChatwootServer.start()) {
            long inbox = chatwoot.inbox("WhatsApp", null).id();
            long contact = chatwoot.agentAddsContact("Ana", null);
            Media file = Media.generated("contrato.pdf", "application/pdf", 3_000_000, 4);
            long conversation = chatwoot.agentStartsConversation(contact, inbox);
            chatwoot.agentSends(conversation, null, file);
            try (Caller admin = new Caller(chatwoot.url(), "api_access_token", chatwoot.adminToken())) {
                String url = admin.get("/api/v1/accounts/1/conversations/%d/messages".formatted(conversation))
                        .at("/payload/0/attachments/0/data_url");
                client.post("/message/sendMedia/acme", "number", ANA, "mediatype", "document", "media", url);
            }
            assertThat(whatsApp.sent(ANA).getFirst().file())
                    .isEqualTo(new WhatsAppSent.File(
                            "contrato.pdf", "application/pdf", "document", file.size(), file.sha256()));
        }
    }

    @Test
    void streamsLargeMediaToWhoAsksForIt() throws IOException {
        Media video = WhatsAppServer.generatesMedia("a.mp4", 20_000_000, 2);
        String id = whatsApp.customerSends(
                "acme", ANA, Map.of("videoMessage", Map.of("caption", "olha")), "videoMessage", video);
        try (InputStream body = client.stream(
                "/chat/getBase64FromMediaMessage/acme", Json.object("message", Map.of("key", Map.of("id", id))))) {
            LongStrings.Reduced reduced = LongStrings.read(body);
            assertThat(new String(reduced.json(), StandardCharsets.UTF_8))
                    .contains("\"mediaType\":\"videoMessage\"", "\"caption\":\"olha\"", "\"mimetype\":\"video/mp4\"");
            assertThat(reduced.strings().getFirst().media("", "").sha256()).isEqualTo(video.sha256());
        }
        String text = whatsApp.customerWrites("acme", ANA, "Ana", "Oi");
        assertThat(base64Of(text)).isEqualTo("The message is not of the media type");
        assertThat(base64Of("unknown")).isEqualTo("Message not found");
    }

    private String base64Of(String id) throws IOException {
        return client.post("/chat/getBase64FromMediaMessage/acme", "message", Map.of("key", Map.of("id", id)))
                .at("/response/message/0");
    }
}
