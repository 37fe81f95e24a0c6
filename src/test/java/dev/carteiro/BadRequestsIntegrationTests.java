package dev.carteiro;

import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedRouter.Provider.class)
class BadRequestsIntegrationTests {

    private static final int LIMIT = 64 << 20;

    private final RouterClient client;

    BadRequestsIntegrationTests(SharedRouter router) {
        this.client = router.client();
    }

    private static void assertProblem(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt(0)).isEqualTo(status);
        assertThat(answer.json().path("title").asString("")).isNotEmpty();
        assertThat(answer.json().path("detail").asString("")).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{\"a\":", "{\"a\":1} {\"b\":2}", "event=message", "<xml/>", "{'a':1}", "NaN"})
    void saysWhereABodyIsNotJson(String body) {
        assertProblem(client.post("/webhook/evolution", body), 400, "The body is not JSON in UTF-8");
    }

    @Test
    void saysThatABodyIsEmptyOrBlank() {
        assertProblem(client.post("/webhook/evolution", ""), 400, "The body is empty; send JSON.");
        assertProblem(client.post("/webhook/evolution", " \n"), 400, "The body is blank; send JSON.");
    }

    @Test
    void saysThatABodyIsNotUtf8() {
        byte[] latin1 = "{\"text\":\"ol\u00e1\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertProblem(client.post("/webhook/evolution", latin1), 400, "UTF-8");
    }

    @Test
    void refusesNestingBeyondAllMeasure() {
        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        assertProblem(client.post("/webhook/evolution", deep), 400, "nested deeper than 500");
    }

    @Test
    void refusesABodyThatAnnouncesMoreThanTheLimit() {
        byte[] large = new byte[LIMIT + (1 << 20)];
        Arrays.fill(large, (byte) ' ');
        assertProblem(client.post("/webhook/evolution", large), 413, "CARTEIRO_MAX_BODY");
    }

    @Test
    void refusesABodyThatTurnsOutToBeMoreThanTheLimit() {
        byte[] large = new byte[LIMIT + (1 << 20)];
        Arrays.fill(large, (byte) ' ');
        Answer answer = client.send(client.request("/webhook/evolution")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
        assertProblem(answer, 413, "CARTEIRO_MAX_BODY");
    }

    @Test
    void takesABodyThatIsAlmostAsLargeAsTheLimit() {
        String id = unique();
        String media = "A".repeat(LIMIT - 4096);
        String body = message("nobody", chat(), id)
                .replace("\"source\": \"android\"", "\"source\": \"android\", \"base64\": \"" + media + "\"");
        Answer answer = client.post("/webhook/evolution", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void namesTheSourcesThatThereAreWhereAPathHasNone() {
        assertProblem(client.post("/webhook/evolutoin", "{}"), 404, "/webhook/evolution");
        assertProblem(client.post("/chatwoot/webhook/", "{}"), 404, "/webhook/chatwoot");
    }

    @Test
    void refusesAnythingButAPost() {
        Answer answer = client.send("GET", "/webhook/evolution");
        assertProblem(answer, 405, "POST");
        assertThat(answer.header("allow")).isEqualTo("POST");
    }
}
