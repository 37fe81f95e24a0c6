package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import dev.carteiro.ScriptedPeer.Request;
import dev.carteiro.signature.StandardWebhooks;
import dev.carteiro.signature.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(SharedRouter.Provider.class)
class DeliveryIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final String id = unique();
    private final String chat = chat();

    DeliveryIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    private Request delivered(String destination, String text) {
        eventually().until(() -> !router.peer(destination).requests(text).isEmpty());
        return router.peer(destination).requests(text).getFirst();
    }

    @Test
    void deliversTheBytesThatCame() {
        byte[] body = message("raw", chat, id)
                .replace("\"instance\": \"raw\",", "\"zebra\" : 1.50,\t\"instance\":\"raw\", \"a\":\"\\u00e7 ç 👍\",")
                .getBytes(StandardCharsets.UTF_8);
        Answer answer = client.post("/webhook/evolution", body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asString("")).isEqualTo("accepted");
        Request delivered = delivered("raw", id);
        assertThat(delivered.body()).isEqualTo(body);
        assertThat(delivered.header("webhook-id")).isEqualTo(answer.id());
        assertThat(delivered.header("content-type")).isEqualTo("application/json");
        eventually().until(() -> client.state(answer.id(), "raw").equals("delivered"));
    }

    @Test
    void deliversTheCanonicalEventSigned() {
        Answer answer = client.post("/webhook/evolution", message("cloudevents", chat, id));
        Request delivered = delivered("cloudevents", id);
        JsonNode event = JsonMapper.shared().readTree(delivered.body());
        assertThat(event).isEqualTo(client.get("/api/events/" + answer.id()).path("event"));
        assertThat(event.path("specversion").asString("")).isEqualTo("1.0");
        assertThat(event.path("id").asString("")).isEqualTo(answer.id());
        assertThat(event.path("type").asString("")).isEqualTo("message.received");
        assertThat(event.path("subject").asString("")).isEqualTo("cloudevents/" + chat);
        assertThat(event.at("/data/messageId").asString("")).isEqualTo(id);
        assertThat(event.at("/data/content/text").asString("")).isEqualTo("Oi, tudo bem? " + id);
        assertThat(delivered.header("content-type")).startsWith("application/cloudevents+json");
        StandardWebhooks receiver = new StandardWebhooks(List.of(SharedConfig.SIGNING_SECRET), Duration.ofMinutes(5));
        StandardWebhooks.Headers headers = new StandardWebhooks.Headers(
                delivered.header("webhook-id"),
                delivered.header("webhook-timestamp"),
                delivered.header("webhook-signature"));
        assertThat(receiver.verify(headers, delivered.body(), Instant.now())).isEqualTo(Verdict.VALID);
    }

    @Test
    void deliversTheEnvelopeOfAChatWhatsappBackend() {
        Answer answer = client.post("/webhook/evolution", message("envelope", chat, id));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode envelope =
                JsonMapper.shared().readTree(delivered("envelope", id).body());
        assertThat(envelope.path("event").asString("")).isEqualTo("message");
        assertThat(envelope.at("/data/message/id").asString("")).isEqualTo(id);
        assertThat(envelope.at("/data/message/from").asString("")).isEqualTo(chat.replace("s.whatsapp.net", "c.us"));
        assertThat(envelope.at("/data/message/direction").asString("")).isEqualTo("incoming");
    }

    @Test
    void deliversWhatATransformMakesOfTheEvent() {
        Answer answer = client.post("/webhook/evolution", message("transformed", chat, id));
        Request delivered = delivered("transformed", id);
        assertThat(delivered.text()).isEqualTo("{\"text\":\"Oi, tudo bem? " + id + "\",\"chat\":\"" + chat + "\"}");
        assertThat(delivered.header("content-type")).isEqualTo("application/json");
        assertThat(delivered.header("webhook-id")).isEqualTo(answer.id());
    }

    @Test
    void makesADeadLetterOfWhatATransformMakesNothingOf() {
        Answer answer = client.post("/webhook/evolution", TestEvents.receipt("transformed", unique(), chat, "READ"));
        eventually().until(() -> client.state(answer.id(), "transformed").equals("dead"));
        assertThat(client.get("/api/events/" + answer.id()).toString())
                .contains("the transform gave nothing for this event");
        assertThat(router.peer("transformed").requests(chat)).isEmpty();
    }

    @Test
    void answersADuplicateWithTheFirstIdAndDeliversItOnce() {
        String body = message("raw", chat, id);
        Answer first = client.post("/webhook/evolution", body);
        Answer second = client.post("/webhook/evolution", body);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.json().path("status").asString("")).isEqualTo("duplicate");
        String later = unique();
        assertThat(client.post("/webhook/evolution", message("raw", chat, later))
                        .status())
                .isEqualTo(200);
        Request after = delivered("raw", later); // in the same lane, so a second copy would have come before
        assertThat(after.path()).isEqualTo("/webhook");
        assertThat(router.peer("raw").requests(id)).hasSize(1);
    }

    @Test
    void makesOneEventOfEachMessageAndOneRawDeliveryOfTheirRequest() {
        String second = unique();
        String third = unique();
        Answer answer = client.post("/webhook/evolution", TestEvents.history("raw", chat, id, second, third));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode events = client.get("/api/events?conversation=" + chat).path("events");
        assertThat(events.valueStream().map(event -> event.at("/data/messageId").asString("")))
                .containsExactly(third, second, id);
        assertThat(delivered("raw", id).text()).contains(second, third);
        String marker = unique();
        assertThat(client.post("/webhook/evolution", message("raw", chat, marker))
                        .status())
                .isEqualTo(200);
        assertThat(delivered("raw", marker).text()).contains(marker);
        assertThat(router.peer("raw").requests(third)).hasSize(1);
    }

    @Test
    void deliversEachMessageOfABatchToACanonicalDestination() {
        String second = unique();
        assertThat(client.post("/webhook/evolution", TestEvents.history("cloudevents", chat, id, second))
                        .status())
                .isEqualTo(200);
        eventually()
                .untilAsserted(() -> assertThat(router.peer("cloudevents").requests(chat))
                        .extracting(request -> JsonMapper.shared()
                                .readTree(request.body())
                                .at("/data/messageId")
                                .asString(""))
                        .containsExactly(id, second));
    }

    @Test
    void leavesTheApikeyOutOfWhatIsKeptAndSent() {
        String secret = "B6D711FCDE4D4FD5936544120E713976";
        String body = message("raw", chat, id).replace("\"apikey\": null", "\"apikey\": \"" + secret + "\"");
        Answer answer = client.post("/webhook/evolution", body);
        assertThat(delivered("raw", id).text()).contains("\"apikey\": ").doesNotContain(secret);
        JsonNode shown = client.get("/api/events/" + answer.id());
        assertThat(shown.path("body").asString("")).contains(id);
        assertThat(shown.toString()).doesNotContain(secret);
    }
}
