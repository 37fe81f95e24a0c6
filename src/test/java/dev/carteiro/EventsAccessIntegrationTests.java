package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read the stream: tokens, where they come from, sessions, and pages of other origins. */
@ExtendWith(SharedRouter.Provider.class)
class EventsAccessIntegrationTests {

    private final RouterClient client;

    EventsAccessIntegrationTests(SharedRouter router) {
        this.client = router.client();
    }

    private String token(String instances, String types) {
        Answer answer = client.admin(
                "POST",
                "/api/subscriptions",
                "{\"instances\": [" + instances + "], \"types\": [" + types + "], \"ttl\": \"1m\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("token").asString("");
    }

    /** The cookie of somebody who is signed in at the dashboard. */
    private String session() {
        Answer begun = client.post("/api/session", "{\"token\":\"" + RouterClient.ADMIN + "\"}");
        assertThat(begun.status()).as(begun.text()).isEqualTo(204);
        return begun.header("set-cookie").replaceFirst(";.*", "");
    }

    @Test
    void keepsASessionForOurOwnPages() {
        String session = session();
        try (Browser ours = Browser.open(client, "/events", null, "Cookie", session)) {
            assertThat(ours.status()).isEqualTo(200);
        }
        Answer theirs = client.send("GET", "/events", "Cookie", session, "Origin", SharedConfig.ORIGIN);
        assertThat(theirs.status()).as("a page that may read with a token").isEqualTo(401);
    }

    @Test
    void judgesWhoShowsATokenByIt() {
        String path = "/events?token=" + token("\"Ravenna\"", "\"message.*\"");
        try (Browser browser = Browser.open(client, path, null, "Cookie", session())) {
            eventually().until(() -> !browser.began().isEmpty());
            client.accept(message("Vendas", chat(), unique()));
            String mine = client.accept(message("Ravenna", chat(), unique()));
            eventually().until(() -> !browser.positions().isEmpty());
            assertThat(browser.positions()).containsExactly(mine);
        }
    }

    @Test
    void refusesWhoHasNoTokenOrAForgedOne() {
        String token = token("\"Ravenna\"", "\"*\"");
        String forged = token.substring(0, token.length() - 4) + "AAAA";
        for (String path : List.of("/events", "/events?token=" + forged, "/events?token=x", "/events/ws")) {
            Answer answer = client.send("GET", path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.json().path("detail").asString(""))
                    .as(path)
                    .contains("POST /api/subscriptions makes one");
        }
        assertThat(client.send("GET", "/api/events", "Authorization", "Bearer " + token)
                        .status())
                .as("a subscription opens nothing else")
                .isEqualTo(401);
    }

    @Test
    void letsPagesOfConfiguredOriginsReadAndNoOthers() {
        HttpRequest.Builder preflight = client.request(
                "/events", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "authorization");
        Answer allowed = client.send(preflight
                .copy()
                .header("Origin", SharedConfig.ORIGIN)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("access-control-allow-origin")).isEqualTo(SharedConfig.ORIGIN);
        Answer refused = client.send(preflight
                .copy()
                .header("Origin", "https://evil.example")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("access-control-allow-origin")).isEmpty();
        assertThat(client.send("GET", "/api/events", "Origin", SharedConfig.ORIGIN)
                        .header("access-control-allow-origin"))
                .as("nothing but the stream is for other origins")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | instances is missing",
                "{\"instances\": [], \"types\": [\"*\"]} | instances is a list of texts",
                "{\"instances\": \"*\", \"types\": [\"*\"]} | instances is a list of texts",
                "{\"instances\": [\"*\"], \"types\": [\"Message\"]} | \"Message\" is no type",
                "{\"instances\": [\"*\"], \"types\": [\"*\"], \"ttl\": \"25h\"} | ttl is 1s to 24h",
                "{\"instances\": [\"*\"], \"types\": [\"*\"], \"ttl\": \"0s\"} | ttl is 1s to 24h",
                "{\"instances\": [\"*\"], \"types\": [\"*\"], \"ttl\": \"soon\"} | ttl is a duration",
                "{\"instance\": [\"*\"]} | There is no instance"
            })
    void mintsNothingThatWouldBeWrong(String body, String reason) {
        Answer answer = client.admin("POST", "/api/subscriptions", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString("")).contains(reason);
    }
}
