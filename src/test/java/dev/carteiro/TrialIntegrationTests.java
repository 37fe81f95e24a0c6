package dev.carteiro;

import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What an operator sees who tries a configuration before using it. */
@ExtendWith(SharedRouter.Provider.class)
class TrialIntegrationTests {

    private static final String NOTHING = "carteiro: {}";

    private final RouterClient client;
    private final String inForce;
    private final String since = Instant.now().toString();

    TrialIntegrationTests(SharedRouter router) {
        this.client = router.client();
        this.inForce = SharedConfig.text(router.urls());
    }

    private Answer attempt(String query, byte[] file) {
        return client.post("/api/routes/try" + query, file, "Authorization", "Bearer " + RouterClient.ADMIN);
    }

    private JsonNode report(String query, String file) {
        Answer answer = attempt("?since=" + since + query, file.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(entry -> entry.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsWhatWouldGoElsewhere() {
        String chat = chat();
        String raw = client.accept(message("raw", chat, unique()));
        String envelope = client.accept(message("envelope", chat, unique()));
        client.accept(message("nobody", chat, unique()));
        JsonNode report = report("", inForce.replace("event.instance == \"raw\"", "event.instance == \"nobody\""));

        assertThat(report.path("examined").asInt(-1)).isEqualTo(3);
        assertThat(report.path("complete").asBoolean(false)).isTrue();
        assertThat(report.path("stoppedBy").isNull()).isTrue();
        assertThat(report.path("changed").asInt(-1)).isEqualTo(2);
        assertThat(report.path("unchanged").asInt(-1)).isEqualTo(1);
        assertThat(report.path("since").asString("")).hasSize("2026-01-02T03:04:05.678Z".length());
        assertThat(named(report.path("destinations"), "raw"))
                .hasToString("{\"name\":\"raw\",\"today\":1,\"would\":1,\"gained\":1,\"lost\":1}");
        assertThat(named(report.path("destinations"), "envelope"))
                .hasToString("{\"name\":\"envelope\",\"today\":1,\"would\":1,\"gained\":0,\"lost\":0}");
        assertThat(named(report.path("routes"), "to raw"))
                .hasToString("{\"name\":\"to raw\",\"matched\":1,\"failures\":0,\"error\":null}");
        JsonNode lost = report.at("/sample/1");
        assertThat(lost.path("id").asString("")).isEqualTo(raw).isNotEqualTo(envelope);
        assertThat(lost.path("conversation").asString("")).isEqualTo(chat);
        assertThat(texts(lost.path("today"))).containsExactly("raw");
        assertThat(texts(lost.path("would"))).isEmpty();
    }

    @Test
    void todayIsWhereTheEventsHaveGone() {
        List<String> ids = List.of("raw", "cloudevents", "nobody", "mended").stream()
                .map(instance -> client.accept(message(instance, chat(), unique())))
                .toList();
        JsonNode sample = report("", NOTHING).path("sample");

        assertThat(sample).hasSize(3);
        for (JsonNode change : sample) {
            String id = change.path("id").asString("");
            assertThat(ids).contains(id);
            assertThat(texts(change.path("today")))
                    .isEqualTo(client.get("/api/events/" + id)
                            .path("deliveries")
                            .valueStream()
                            .map(delivery -> delivery.path("destination").asString(""))
                            .toList());
        }
    }

    @Test
    void readsThroughManyPagesUpToTheLimit() {
        String body = TestEvents.history(
                "raw", chat(), IntStream.range(0, 450).mapToObj(n -> unique()).toArray(String[]::new));
        assertThat(client.post("/webhook/evolution", body).status()).isEqualTo(200);

        JsonNode all = report("", NOTHING);
        assertThat(all.path("examined").asInt(-1)).isEqualTo(450);
        assertThat(all.path("complete").asBoolean(false)).isTrue();
        JsonNode cut = report("&limit=449", NOTHING);
        assertThat(cut.path("examined").asInt(-1)).isEqualTo(449);
        assertThat(cut.path("complete").asBoolean(true)).isFalse();
        assertThat(cut.path("stoppedBy").asString("")).isEqualTo("limit");
        assertThat(cut.at("/sample/0/id")).isEqualTo(all.at("/sample/0/id"));
        assertThat(report("&limit=450", NOTHING).path("complete").asBoolean(false))
                .isTrue();
    }

    @Test
    void looksOnlyAtWhatItIsAskedAbout() {
        client.accept(message("raw", chat(), unique()));
        client.accept(TestEvents.sent("raw", chat(), unique()));
        assertThat(client.post("/webhook/generic", "{}").status()).isEqualTo(200);
        assertThat(report("", NOTHING).path("examined").asInt(-1)).isEqualTo(3);
        assertThat(report("&source=generic", NOTHING).path("examined").asInt(-1))
                .isEqualTo(1);
        assertThat(report("&type=message.*", NOTHING).path("examined").asInt(-1))
                .isEqualTo(2);
        assertThat(report("&type=message.sent", NOTHING).path("examined").asInt(-1))
                .isEqualTo(1);
        assertThat(attempt("?since=2h&until=1h&source=no-such-source", NOTHING.getBytes(StandardCharsets.UTF_8))
                        .json()
                        .path("examined")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void namesAllThatIsWrongAndChangesNothing() {
        Answer answer = attempt("", """
                carteiro:
                  destinatoins: {}
                  destinations: { crm: { url: "no url" } }
                  routes:
                    - { name: all, when: "event.type ==", to: [crn] }
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(texts(answer.json().path("problems")))
                .hasSize(4)
                .allMatch(sentence -> sentence.matches("(?s).*carteiro\\.yml:\\d+: carteiro\\..*"))
                .anyMatch(sentence -> sentence.contains("carteiro.destinatoins: no such key; did you mean"))
                .anyMatch(sentence -> sentence.contains("no url"))
                .anyMatch(sentence -> sentence.contains("\"crn\" is no destination; did you mean \"crm\"?"));
        assertThat(client.get("/actuator/health")
                        .at("/components/configuration/details/configuration")
                        .asString(""))
                .isEqualTo("in force");
        String id = client.accept(message("raw", chat(), unique()));
        RouterClient.eventually().until(() -> client.state(id, "raw").equals("delivered"));
    }

    @Test
    void takesTheBodyWhateverTypeItSaysItIs() {
        for (String type :
                List.of("application/x-www-form-urlencoded", "text/yaml", "multipart/form-data; boundary=x")) {
            Answer answer =
                    client.send(client.request("/api/routes/try", "Authorization", "Bearer " + RouterClient.ADMIN)
                            .setHeader("Content-Type", type)
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(NOTHING)));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    @Test
    void refusesNothingTooMuchAndWhatIsNoText() {
        assertThat(attempt("", new byte[0]).status()).isEqualTo(400);
        assertThat(attempt("", " \n".getBytes(StandardCharsets.UTF_8))
                        .json()
                        .path("detail")
                        .asString(""))
                .contains("--data-binary @carteiro.yml");
        Answer large = attempt("", new byte[(1 << 20) + 1]);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().path("detail").asString("")).contains("1024 KiB");
        Answer latin = attempt("", "# ol\u00e1".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(latin.status()).isEqualTo(422);
        assertThat(texts(latin.json().path("problems")))
                .singleElement()
                .asString()
                .endsWith(": is not UTF-8");
        assertThat(attempt("?since=yesterday", NOTHING.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
        assertThat(client.post("/api/routes/try", NOTHING).status()).isEqualTo(401);
    }
}
