package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import dev.carteiro.signature.ChatwootSignature;
import dev.carteiro.signature.JsonWebTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRouter.Provider.class)
class IngestIntegrationTests {

    private final RouterClient client;
    private final SharedRouter router;
    private final String id = unique();
    private final String chat = chat();

    IngestIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    private JsonNode event(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return client.get("/api/events/" + answer.id()).path("event");
    }

    @Test
    void countsWhatAnArrayHolds() {
        Answer answer = client.post("/webhook/generic", "[{\"event\":\"a\"},{\"event\":\"b\"},{\"event\":\"c\"}]");
        assertThat(answer.text()).isEqualTo("{\"accepted\":3}");
    }

    @Test
    void countsOnlyWhatIsNewInAnArray() {
        String array = "[" + message("raw", chat, id) + "," + message("raw", chat, unique()) + "]";
        assertThat(client.post("/webhook/evolution", "[" + message("raw", chat, id) + "]")
                        .text())
                .isEqualTo("{\"accepted\":1}");
        assertThat(client.post("/webhook/evolution", array).text()).isEqualTo("{\"accepted\":1}");
        assertThat(client.post("/webhook/evolution", array).text()).isEqualTo("{\"accepted\":0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhook/evolution/messages-upsert",
                "/webhook/evolution/",
                "//webhook//evolution//",
                "/webhook",
                "/webhook/"
            })
    void takesEvolutionAtEveryPathThatItMayUse(String path) {
        JsonNode event = event(client.post(path, message("raw", chat, id)));
        assertThat(event.path("type").asString("")).isEqualTo("message.received");
        assertThat(event.path("source").asString("")).isEqualTo("evolution");
    }

    @ParameterizedTest
    @CsvSource({
        "connect,         w-api-multichat-connect,         connection.changed",
        "disconnect,      w-api-multichat-disconnect,      connection.changed",
        "send-message,    w-api-multichat-send-message,    message.sent",
        "receive-message, w-api-multichat-receive-message, message.received",
        "chat-presence,   w-api-multichat-chat-presence,   presence.changed",
        "message-status,  w-api-multichat-message-status,  message.status"
    })
    void takesEachKindOfWApiAtItsOwnPathAndAtTheFallback(String path, String recorded, String type) {
        Answer own = client.post("/webhook/" + path + "/", TestEvents.recorded(recorded));
        assertThat(event(own).path("type").asString("")).isEqualTo(type);
        assertThat(event(own).path("source").asString("")).isEqualTo("w-api");
        assertThat(client.post("/webhook/", TestEvents.recorded(recorded)).id()).isEqualTo(own.id());
    }

    @Test
    void takesTheGatewaysOfWhatsappWebJs() {
        Answer answer =
                client.post("/api/webhook/chat-whatsapp", TestEvents.recorded("chat-whatsapp-message-incoming"));
        assertThat(event(answer).path("type").asString("")).isEqualTo("message.received");
        assertThat(event(answer).path("source").asString("")).isEqualTo("chat-whatsapp");
    }

    @Test
    void takesChatwootWhereEvolutionListenedAndKeepsTheInstance() {
        String number = chat.replaceAll("\\D", ""); // as it was recorded, it is an example in the documents, too
        Answer answer = client.post(
                "/chatwoot/webhook/Ravenna",
                TestEvents.recorded("chatwoot-message-created-outgoing").replace("9001", number));
        assertThat(event(answer).path("type").asString("")).isEqualTo("message.sent");
        assertThat(event(answer).path("instance").asString("")).isEqualTo("Ravenna");
    }

    @Test
    void acceptsTheTestEventOfAPersonWithCurl() {
        Answer answer = client.post("/webhook", "{\"event\":\"test_event\",\"data\":\"test_data\"}");
        assertThat(event(answer).path("type").asString("")).isEqualTo("unrecognized");
        assertThat(client.get("/api/events?limit=1000").toString()).contains("\"" + answer.id() + "\"");
    }

    @Test
    void acceptsTheTokenInTheQueryAsBearerAndAsApikey() {
        String body = message("raw", chat, id);
        assertThat(client.post("/webhook/guarded?token=" + SharedConfig.TOKEN, body)
                        .status())
                .isEqualTo(200);
        assertThat(client.post("/webhook/guarded", body, "Authorization", "Bearer " + SharedConfig.TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(client.post("/webhook/guarded", body, "apikey", "an-older-token")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void turnsAWrongOrMissingTokenAwayAndKeepsNothing() {
        String body = message("raw", chat, id);
        Answer wrong = client.post("/webhook/guarded?token=guess", body);
        Answer missing = client.post("/webhook/guarded", body);
        assertThat(List.of(wrong.status(), missing.status())).containsOnly(401);
        assertThat(wrong.header("content-type")).isEqualTo("application/problem+json");
        assertThat(wrong.json().path("detail").asString("")).isEqualTo("The token is wrong");
        assertThat(missing.json().path("detail").asString("")).contains("?token=", "Bearer", "apikey");
        assertThat(client.get("/api/events?conversation=" + chat).path("events"))
                .isEmpty();
    }

    @Test
    void acceptsWhatChatwootSignedAndNothingElse() {
        byte[] body = TestEvents.recorded("chatwoot-message-created-incoming").getBytes(StandardCharsets.UTF_8);
        String now = Long.toString(Instant.now().getEpochSecond());
        String signature = new ChatwootSignature(List.of(SharedConfig.SECRET), Duration.ofMinutes(5)).sign(now, body);
        String[] genuine = {"X-Chatwoot-Timestamp", now, "X-Chatwoot-Signature", signature};
        assertThat(client.post("/webhook/signed", body, genuine).status()).isEqualTo(200);
        assertThat(client.post("/webhook/signed", "{\"event\":\"forged\"}", genuine)
                        .status())
                .isEqualTo(401);
        assertThat(client.post("/webhook/signed", body).status()).isEqualTo(401);
    }

    @Test
    void acceptsTheJwtOfEvolutionAndNothingElse() {
        Map<String, Object> claims =
                Map.of("exp", Instant.now().getEpochSecond() + 600, "app", "evolution", "action", "webhook");
        String genuine = new JsonWebTokens(List.of(SharedConfig.JWT_KEY), Duration.ZERO).sign(claims);
        String forged = new JsonWebTokens(List.of("another key"), Duration.ZERO).sign(claims);
        String body = message("raw", chat, id);
        assertThat(client.post("/webhook/with-jwt", body, "Authorization", "Bearer " + genuine)
                        .status())
                .isEqualTo(200);
        assertThat(client.post("/webhook/with-jwt", body, "Authorization", "Bearer " + forged)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void turnsAnAddressAwayThatIsNotAllowedWhateverItsHeadersSay() {
        Answer answer = client.post("/webhook/elsewhere", "{}", "X-Forwarded-For", "203.0.113.7");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("detail").asString("")).contains("127.0.0.1");
    }

    @Test
    void deliversAnEventOfEachSourceToItsRoute() {
        String wApi = TestEvents.recorded("w-api-multichat-receive-message").replace("instance_123", "raw");
        assertThat(client.post("/webhook/receive-message", wApi.replace("msg_789", id))
                        .status())
                .isEqualTo(200);
        eventually().until(() -> !router.peer("raw").requests(id).isEmpty());
    }
}
