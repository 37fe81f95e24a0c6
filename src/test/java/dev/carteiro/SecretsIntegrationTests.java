package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each secret that a router can be given, used rightly and wrongly, and nothing of it where people and machines look. */
class SecretsIntegrationTests {

    /** All of them, and what a customer says, hold this word. */
    private static final String SECRET = "unspeakable";

    private static final String CONFIG = """
            carteiro:
              sources:
                evolution:
                  type: evolution
                  token: ["${EVOLUTION_TOKEN}", unspeakable-older-token]
                  jwt-key: unspeakable-jwt-key
                  url: http://127.0.0.1:1
                  api-key: unspeakable-evolution-key
                  stream: { mode: global }
                chatwoot: { type: chatwoot, secret: unspeakable-chatwoot-secret }
                elsewhere: { type: generic, allow-from: ["203.0.113.0/24"] }
              browsers: { origins: ["http://localhost:3000"], key: "unspeakable-key-for-browsers-of-32-bytes" }
              destinations:
                down:
                  url: "http://127.0.0.1:1/hook"
                  headers: { Authorization: "Bearer unspeakable-header" }
                  signing-secret: whsec_dW5zcGVha2FibGUtc2lnbmluZy1zZWNyZXQ=
                  retry: { schedule: [10ms], jitter: 0 }
                crew: { type: crewai, url: "http://127.0.0.1:1", token: unspeakable-crew-token, retry: { schedule: [10ms] } }
                whatsapp: { type: evolution, url: "http://127.0.0.1:1", api-key: unspeakable-send-key }
              bridges:
                Ravenna:
                  chatwoot: { url: "http://127.0.0.1:1", account: 1, token: unspeakable-agent, bot-token: unspeakable-bot, inbox: R }
                  evolution: { url: "http://127.0.0.1:1", api-key: unspeakable-bridge-key }
              routes:
                - { name: all, from: [evolution], to: [down, crew, whatsapp] }
            """;

    private static final String MESSAGE = TestEvents.message("Ravenna", TestEvents.chat(), "unspeakable-words")
            .replaceFirst("\\{", "{\"apikey\":\"unspeakable-envelope-key\",");

    @Test
    void nothingOfASecretIsLoggedOrShown(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "unspeakable-variable\n");
        Setup setup = Setup.in(folder, CONFIG)
                .as(List.of(
                        "env",
                        "EVOLUTION_TOKEN_FILE=" + token,
                        "CARTEIRO_REDIS_URL=redis://:unspeakable-redis@127.0.0.1:1",
                        "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1",
                        "OTEL_EXPORTER_OTLP_HEADERS=authorization=unspeakable-otlp",
                        "SPRING_MAIN_CLOUD_PLATFORM=kubernetes",
                        "LOGGING_LEVEL_DEV_CARTEIRO=debug"));
        UnpackedJar.lendData(setup.data());
        try (RouterProcess router = setup.start()) {
            RouterClient client = router.client();
            use(client);
            assertThat(client.post("/webhook/elsewhere", "{}", "X-Forwarded-For", "203.0.113.7")
                            .status())
                    .as("an address that nobody trusted has written, whatever the platform")
                    .isEqualTo(403);
            eventually().until(() -> router.console().contains("event=dead-letter"));

            Map<String, String> seen = shown(client);
            seen.put("the log", router.console());
            assertThat(seen).containsKeys("/actuator/health", "/actuator/deliveries", "/actuator/prometheus");
            seen.forEach((where, text) -> assertThat(text)
                    .as(where)
                    .isNotEmpty()
                    .doesNotContain(SECRET, "dW5zcGVha2Fib", RouterClient.ADMIN));
            router.terminate();
            assertThat(router.exitCode()).isEqualTo(143);
            assertThat(router.console()).as("the log at the end").doesNotContain(SECRET, RouterClient.ADMIN);
        }
    }

    /** As it should be used, and as it is used by mistake. */
    private static void use(RouterClient client) {
        assertThat(client.post("/webhook/evolution?token=unspeakable-variable", MESSAGE)
                        .status())
                .isEqualTo(200);
        List<Answer> mistakes = new ArrayList<>();
        mistakes.add(client.post("/webhook/evolution?token=unspeakable-guess", MESSAGE));
        mistakes.add(client.post("/webhook/evolution", MESSAGE, "apikey", "unspeakable-guess"));
        mistakes.add(client.post("/webhook/evolution", MESSAGE, "Authorization", "Bearer unspeakable.guess.jwt"));
        mistakes.add(client.post("/webhook/chatwoot", MESSAGE, "X-Chatwoot-Signature", "sha256=unspeakable"));
        mistakes.add(client.post("/webhook/evolution?token=unspeakable-variable", "{\"unspeakable\":"));
        mistakes.add(client.post("/api/session", "{\"token\":\"unspeakable-guess\"}"));
        mistakes.add(client.send("GET", "/api/events", "Authorization", "Bearer unspeakable-guess"));
        mistakes.add(client.send("GET", "/events", "Authorization", "Bearer unspeakable-guess"));
        mistakes.add(client.send("GET", "/events?token=unspeakable-guess"));
        mistakes.add(client.send("GET", "/chatwoot/find/Ravenna", "apikey", "unspeakable-guess"));
        assertThat(mistakes).allSatisfy(answer -> {
            assertThat(answer.status()).isBetween(400, 401);
            assertThat(answer.text()).doesNotContain(SECRET);
        });
    }

    /** Every actuator endpoint there is, and what the API says of the configuration; not the events, which are shown as they came. */
    private static Map<String, String> shown(RouterClient client) {
        Map<String, String> shown = new TreeMap<>();
        for (JsonNode link : client.get("/actuator").path("_links")) {
            String path = link.path("href").asString("").replaceFirst("https?://[^/]+", "");
            if (!link.path("templated").asBoolean(false)) {
                shown.put(path, client.admin("GET", path, "").text());
            }
        }
        List.of("/api/destinations", "/api/instances", "/actuator/health/destinations")
                .forEach(path -> shown.put(path, client.admin("GET", path, "").text()));
        return shown;
    }
}
