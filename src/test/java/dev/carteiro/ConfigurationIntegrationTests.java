package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRouter.Provider.class)
class ConfigurationIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final String original;

    ConfigurationIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        original = SharedConfig.text(router.urls());
    }

    private JsonNode health() {
        return client.get("/actuator/health").at("/components/configuration");
    }

    @AfterEach
    void restore() {
        router.configure(original);
        eventually().until(() -> !health().toString().contains("problems\":[\""));
    }

    @Test
    void takesANewDestinationWithoutARestartAndKeepsTheLastGoodFile() {
        try (ScriptedPeer added = ScriptedPeer.start()) {
            router.configure(original.replace(
                    "  routes:\n",
                    "    added: { url: \"" + added.url() + "/\" }\n  routes:\n"
                            + "    - { name: to added, when: 'event.instance == \"added\"', to: [added] }\n"));
            eventually().until(() -> {
                String id = unique();
                assertThat(client.post("/webhook/evolution", message("added", chat(), id))
                                .status())
                        .isEqualTo(200);
                return !added.requests().isEmpty();
            });
            router.configure("carteiro:\n  destinations: { added: { url: \"no url\" } }\n");
            eventually().until(() -> health().toString().contains("no url"));
            String kept = unique();
            assertThat(client.post("/webhook/evolution", message("added", chat(), kept))
                            .status())
                    .isEqualTo(200);
            eventually().until(() -> !added.requests(kept).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/flow",
        "POST, /api/subscriptions",
        "GET, /api/events",
        "GET, /api/events/1",
        "GET, /api/messages/x",
        "GET, /api/deliveries",
        "POST, /api/deliveries/1.raw/retry",
        "POST, /api/deliveries/replay",
        "GET, /api/deliveries/replays",
        "DELETE, /api/deliveries/replays/1",
        "DELETE, /api/deliveries/1.raw",
        "GET, /api/destinations",
        "PATCH, /api/destinations/raw",
        "DELETE, /api/destinations/raw/override",
        "GET, /actuator",
        "GET, /actuator/info",
        "GET, /actuator/prometheus",
        "GET, /nothing",
        "POST, /api/events",
        "OPTIONS, /api/events",
        "GET, /actuator/healthy",
        "POST, /api/webhook",
        "POST, /chatwoot/set/Ravenna",
        "GET, //api//events"
    })
    void showsNothingWithoutTheAdminToken(String method, String path) {
        assertThat(client.send(method, path).status()).isEqualTo(401);
        // Wrong tokens are counted, and SecurityIntegrationTests shows what becomes of them.
        assertThat(client.send(method, path, "Authorization", "Basic YWRtaW46Z3Vlc3M=")
                        .status())
                .isEqualTo(401);
        assertThat(client.send(method, path, "Authorization", "Bearer " + RouterClient.ADMIN)
                        .status())
                .isNotEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"GET, /webhook/evolution", "DELETE, /webhook", "PUT, /chatwoot/webhook/Ravenna"})
    void takesWebhooksByPostOnly(String method, String path) {
        RouterClient.Answer answer = client.send(method, path);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("POST");
        assertThat(answer.json().path("detail").asString("")).contains("POST", method);
    }

    @Test
    void answersEveryRequestOfAKeptAliveConnection() {
        // With Reactor Netty 1.3.6 one in forty of these was never read.
        for (int round = 0; round < 100; round++) {
            assertThat(client.post("/webhook/evolution", message("raw", chat(), unique()))
                            .status())
                    .isEqualTo(200);
            assertThat(client.send("GET", "/webhook").status()).isEqualTo(405);
            assertThat(client.send("GET", "/api/events").status()).isEqualTo(401);
            assertThat(client.send("GET", "/actuator/health/liveness").status()).isEqualTo(200);
        }
    }

    @Test
    void tellsItsHealthToEverybody() {
        assertThat(client.send("GET", "/actuator/health").status()).isEqualTo(200);
        assertThat(client.send("GET", "/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(client.send("GET", "/actuator/health/liveness").status()).isEqualTo(200);
    }

    @Test
    void countsWhatItDoes() {
        String metrics = client.send("GET", "/actuator/prometheus", "Authorization", "Bearer " + RouterClient.ADMIN)
                .text();
        assertThat(metrics)
                .contains("carteiro_events_appended_total", "carteiro_events_duplicates_total")
                .contains("carteiro_sql_statements_total{work=\"ingest\"}");
    }
}
