package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import dev.carteiro.fake.ChatwootMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A bridge that is set as with Evolution itself, while the router runs. */
class BridgeSetIntegrationTests extends BridgeTests {

    BridgeSetIntegrationTests(BridgedRouter router) {
        super(router);
    }

    private String form(String token) {
        return """
                {"enabled":true,"accountId":"1","token":"%s","url":"%s","signMsg":false,"reopenConversation":true,"conversationPending":false}
                """.formatted(token, chatwoot.url());
    }

    private Answer set(String instance, String body) {
        return router.client().post("/chatwoot/set/" + instance, body, "apikey", whatsapp.apiKey());
    }

    private Answer find(String instance) {
        return router.client().send("GET", "/chatwoot/find/" + instance, "apikey", RouterClient.ADMIN);
    }

    /** An instance whose events come to us. */
    private void begin(String instance) {
        String webhook = String.valueOf(router.instance(RAVENNA).webhookUrl());
        router.instance(instance).webhook(webhook, Map.of());
    }

    @Test
    void joinsBothWaysWithoutAnythingElse() {
        begin("Loja 1");
        Answer answer = set("Loja%201", form(chatwoot.adminToken()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonNode set = answer.json();
        assertThat(set.path("enabled").asBoolean(false)).isTrue();
        assertThat(set.path("accountId").asString("")).isEqualTo("1");
        assertThat(set.path("webhook_url").asString("")).endsWith("/chatwoot/webhook/Loja%201");
        assertThat(find("Loja%201").json()).isEqualTo(set);
        String chat = chat();
        long conversation = begun("Loja 1", chat);
        chatwoot.agentWrites(conversation, "Bem-vinda");
        awaitSent(chat, "Bem-vinda");
        awaitQuiet(); // what is under way while the bridge goes waits for its return
        assertThat(set("Loja%201", "{\"enabled\":false}").status()).isEqualTo(201);
        whatsapp.customerWrites("Loja 1", chat, "Ana Souza", "Alguém?");
        String after = chat();
        begun(RAVENNA, after);
        awaitQuiet();
        assertThat(texts(chat)).containsExactly("Oi", "Bem-vinda");
    }

    @Test
    void buriesNothingWhileTheTokenIsWrong() {
        begin("Errada");
        assertThat(set("Errada", form("a-wrong-token")).status()).isEqualTo(201);
        String chat = chat();
        String id = whatsapp.customerWrites("Errada", chat, "Ana Souza", "Oi");
        eventually()
                .until(() -> router.client()
                        .get("/actuator/deliveries/Errada-chatwoot")
                        .toString()
                        .contains("token"));
        JsonNode waiting = router.client().get("/api/deliveries?destination=Errada-chatwoot&state=dead");
        assertThat(waiting.path("deliveries")).isEmpty();
        assertThat(router.process().console()).contains("event=destination-barred destination=Errada-chatwoot");
        assertThat(set("Errada", form(chatwoot.adminToken())).status()).isEqualTo(201);
        ChatwootMessage shown = awaitShown(chat, "Oi");
        assertThat(shown.sourceId()).isEqualTo(sourceId(id));
    }

    @Test
    void saysWhatIsWrong() {
        Answer missing = set("Outra", "{\"enabled\":true,\"token\":7}");
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.text()).contains("accountId is missing", "token is a text");
        Answer url = set("Outra", form("t").replace(chatwoot.url(), "chatwoot-rails:3000"));
        assertThat(url.status()).isEqualTo(422);
        assertThat(url.text()).contains("url");
        Answer both = set(RAVENNA, form(chatwoot.adminToken()));
        assertThat(both.status()).isEqualTo(409);
        assertThat(both.text()).contains("configuration file");
        assertThat(router.client()
                        .post("/chatwoot/set/Outra", form("t"), "apikey", "wrong")
                        .status())
                .isEqualTo(401);
        assertThat(set("Outra", "no json").status()).isEqualTo(400);
        assertThat(find("Outra").status()).isEqualTo(404);
        assertThat(find(RAVENNA).json().path("nameInbox").asString("")).isEqualTo("WhatsApp Ravenna");
        assertThat(router.process().console()).doesNotContain(chatwoot.adminToken());
    }
}
