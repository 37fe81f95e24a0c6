package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import dev.carteiro.fake.ChatwootMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was said on WhatsApp before there was a bridge comes into Chatwoot when somebody asks for it, once and in order. */
class BridgeImportIntegrationTests extends BridgeTests {

    BridgeImportIntegrationTests(BridgedRouter router) {
        super(router);
    }

    private Answer start(String instance, String body) {
        return router.client().admin("POST", "/api/bridges/" + instance + "/import", body);
    }

    private JsonNode done(String instance) {
        eventually().until(() -> progress(instance).path("state").asString("").equals("done"));
        return progress(instance);
    }

    private JsonNode progress(String instance) {
        return router.client().get("/api/bridges/" + instance + "/import");
    }

    @Test
    void bringsWhatWasSaidBeforeAndNothingOfItTwice() {
        String instance = "Historia";
        String chat = chat();
        whatsapp.instance(instance); // whose events nobody hears yet
        for (int i = 0; i < 10; i += 2) {
            whatsapp.customerWrites(instance, chat, "Ana Souza", "antes " + i);
            whatsapp.phoneWrites(instance, chat, "antes " + (i + 1));
        }
        Instant written = Instant.now();
        eventually()
                .until(() -> Instant.now().isAfter(written.plusSeconds(2))); // an import ends with the last full second
        Answer set = set(instance);
        assertThat(set.status()).as(set.text()).isEqualTo(201);
        assertThat(start(instance, "{\"days\": 1}").status()).isEqualTo(202);
        JsonNode first = done(instance);
        assertThat(first.path("posted").asInt(0)).isEqualTo(10);
        assertThat(texts(chat))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "antes " + i).toList());
        assertThat(shown(chat).stream().filter(message -> message.type().equals("outgoing")))
                .hasSize(5);
        assertThat(start(instance, "{\"days\": 1}").status()).isEqualTo(202);
        JsonNode second = done(instance);
        assertThat(second.path("posted").asInt(-1)).isZero();
        assertThat(second.path("known").asInt(0)).isEqualTo(10);
        awaitQuiet();
        assertThat(shown(chat))
                .extracting(ChatwootMessage::sourceId)
                .doesNotHaveDuplicates()
                .hasSize(10);
        assertThat(sent(chat)).isEmpty();
        assertThat(router.client().get("/api/bridges").toString()).contains("\"Historia\"", "run-time");
    }

    @Test
    void takesWhatEvolutionsOwnBridgeHasWrittenForItsOwn() {
        String instance = "Herdada";
        String chat = chat();
        whatsapp.instance(instance);
        String old = whatsapp.customerWrites(instance, chat, "Ana Souza", "já está lá");
        whatsapp.customerWrites(instance, chat, "Ana Souza", "ainda não");
        Instant written = Instant.now();
        long inbox = chatwoot.inbox(instance, null).id();
        JsonNode contact = chatwootDo(
                "/contacts",
                "{\"inbox_id\":%d,\"name\":\"Ana\",\"identifier\":\"%s\",\"phone_number\":\"%s\"}"
                        .formatted(inbox, chat, phone(chat)));
        JsonNode conversation = chatwootDo(
                "/conversations",
                "{\"inbox_id\":%d,\"contact_id\":%d}"
                        .formatted(inbox, contact.at("/payload/contact/id").asLong(0)));
        assertThat(chatwootDo(
                                "/conversations/" + conversation.path("id").asLong(0) + "/messages",
                                "{\"content\":\"já está lá\",\"message_type\":\"incoming\",\"source_id\":\"%s\"}"
                                        .formatted(sourceId(old)))
                        .path("id")
                        .asLong(0))
                .isPositive();
        assertThat(set(instance).status()).isEqualTo(201);
        eventually().until(() -> Instant.now().isAfter(written.plusSeconds(2)));
        assertThat(start(instance, "{\"days\": 1}").status()).isEqualTo(202);
        JsonNode done = done(instance);
        assertThat(done.path("posted").asInt(-1)).isEqualTo(1);
        assertThat(done.path("known").asInt(-1)).isEqualTo(1);
        assertThat(texts(chat)).containsExactly("já está lá", "ainda não");
    }

    private JsonNode chatwootDo(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(chatwoot.url() + "/api/v1/accounts/1" + path))
                .header("api_access_token", chatwoot.adminToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JsonMapper.shared()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Answer set(String instance) {
        return router.client()
                .post(
                        "/chatwoot/set/" + instance,
                        """
                        {"enabled":true,"accountId":"1","token":"%s","url":"%s","signMsg":false,"reopenConversation":true,"conversationPending":false}
                        """.formatted(chatwoot.adminToken(), chatwoot.url()),
                        "apikey",
                        whatsapp.apiKey());
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(start("Niemand", "{\"days\": 1}").status()).isEqualTo(404);
        assertThat(start(RAVENNA, "{\"days\": 0}").status()).isEqualTo(400);
        assertThat(start(RAVENNA, "{\"days\": 91}").status()).isEqualTo(400);
        assertThat(start(RAVENNA, "{}").status()).isEqualTo(400);
    }
}
