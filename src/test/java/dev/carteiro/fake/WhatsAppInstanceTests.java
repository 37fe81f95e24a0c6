package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may call an Evolution server, and how its instances are set up. */
class WhatsAppInstanceTests {

    private final WhatsAppServer whatsApp = WhatsAppServer.start();
    private final Caller client = new Caller(whatsApp.url(), "apikey", whatsApp.apiKey());
    private final WhatsAppInstance acme = whatsApp.instance("acme");

    @AfterEach
    void close() {
        client.close();
        whatsApp.close();
    }

    @Test
    void tellsOfAnUnknownInstanceBeforeItAsksForTheKey() throws IOException {
        try (Caller stranger = new Caller(whatsApp.url(), "apikey", "nonsense");
                Caller owner = new Caller(whatsApp.url(), "apikey", acme.token())) {
            assertThat(stranger.get("/instance/connectionState/other"))
                    .returns(404, Caller.Reply::status)
                    .returns("The \"other\" instance does not exist", reply -> reply.at("/response/message/0"));
            assertThat(stranger.get("/instance/connectionState/acme"))
                    .returns(401, Caller.Reply::status)
                    .returns("Unauthorized", reply -> reply.at("/response/message"));
            assertThat(owner.get("/instance/connectionState/acme").at("/instance/state"))
                    .isEqualTo("open");
        }
        assertThat(client.get("/").at("/version")).isEqualTo("2.3.7");
        assertThat(client.get("/nothing").at("/response/message/0")).isEqualTo("Cannot GET /nothing");
    }

    @Test
    void hasItsOwnChatwootSwitchedOff() throws IOException {
        assertThat(client.get("/chatwoot/find/acme").at("/enabled")).isEqualTo("false");
        acme.chatwoot(true);
        assertThat(client.get("/chatwoot/find/acme").at("/enabled")).isEqualTo("true");
        assertThat(client.post("/chatwoot/set/acme", "enabled", false).status()).isEqualTo(400);
        assertThat(acme.isChatwootEnabled()).isTrue();
    }

    @Test
    void setsItsWebhookWithEventsOnly() throws IOException {
        assertThat(client.get("/webhook/find/acme").text()).isEqualTo("null");
        assertThat(client.post("/webhook/set/acme", "webhook", Map.of("enabled", true, "url", "http://x")))
                .returns(500, Caller.Reply::status);
        Map<String, Object> wrong = Map.of("enabled", true, "url", "http://x", "events", List.of("NOTHING"));
        assertThat(client.post("/webhook/set/acme", "webhook", wrong)).returns(400, Caller.Reply::status);
        Map<String, Object> good =
                Map.of("enabled", true, "url", "http://x", "base64", true, "events", List.of("MESSAGES_UPSERT"));
        assertThat(client.post("/webhook/set/acme", "webhook", good))
                .returns(201, Caller.Reply::status)
                .returns("true", reply -> reply.at("/webhookBase64"));
        assertThat(client.get("/webhook/find/acme").at("/events")).isEqualTo("[\"MESSAGES_UPSERT\"]");
    }
}
