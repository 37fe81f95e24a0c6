package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedRouter.Provider.class)
class SessionIntegrationTests {

    private final RouterClient client;

    SessionIntegrationTests(SharedRouter router) {
        this.client = router.client();
    }

    private Answer begin(String... headers) {
        return client.post("/api/session", "{\"token\":\"" + RouterClient.ADMIN + "\"}", headers);
    }

    private static String cookie(Answer begun) {
        String header = begun.header("set-cookie");
        return header.substring(0, header.indexOf(';'));
    }

    @Test
    void givesACookieThatNoScriptReadsAndNoOtherPageSends() {
        Answer begun = begin();

        assertThat(begun.status()).isEqualTo(204);
        assertThat(begun.header("set-cookie"))
                .matches("carteiro-session=[\\w-]+\\.[\\w-]+\\.[\\w-]+; Max-Age=43200; Expires=[^;]+; Path=/; HTTPOnly;"
                        + " SameSite=Strict");
        assertThat(begin("X-Forwarded-Proto", "https").header("set-cookie")).contains("; Secure");
    }

    @Test
    void opensEverythingThatTheTokenOpens() {
        String cookie = cookie(begin());

        assertThat(client.send("GET", "/api/events", "Cookie", cookie).status()).isEqualTo(200);
        assertThat(client.send("GET", "/actuator/prometheus", "Cookie", cookie).status())
                .isEqualTo(200);
        assertThat(client.post(
                                "/actuator/deliveries/raw",
                                "{\"operation\":\"resume\"}",
                                "Cookie",
                                cookie,
                                "Sec-Fetch-Site",
                                "same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(Instant.parse(client.send("GET", "/api/session", "Cookie", cookie)
                        .json()
                        .path("expiresAt")
                        .asString("")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(11)), Instant.now().plus(Duration.ofHours(13)));
    }

    @Test
    void changesNothingForAnotherPage() {
        Answer refused = client.post(
                "/actuator/deliveries/raw",
                "{\"operation\":\"resume\"}",
                "Cookie",
                cookie(begin()),
                "Origin",
                "http://elsewhere.example");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
        assertThat(refused.json().path("detail").asString("")).contains("Sec-Fetch-Site");
    }

    @Test
    void refusesWhatIsNotTheToken() {
        Answer wrong = client.post("/api/session", "{\"token\":\"x\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("content-type")).isEqualTo("application/problem+json");
        assertThat(wrong.header("set-cookie")).isEmpty();

        assertThat(client.post("/api/session", "{}").status()).isEqualTo(400);
        assertThat(client.post("/api/session", "{\"token\":1}").status()).isEqualTo(400);
        assertThat(client.post("/api/session", "").status()).isEqualTo(400);
        assertThat(client.post("/api/session", "x".repeat(1 << 20)).status()).isEqualTo(413);
        assertThat(client.send("GET", "/api/events", "Cookie", "carteiro-session=x")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tellsWhoeverHasNoSessionSo() {
        for (String cookie : List.of("another=one", "carteiro-session=x")) {
            Answer none = client.send("GET", "/api/session", "Cookie", cookie);
            assertThat(none.status()).isEqualTo(200);
            assertThat(none.text()).isEqualTo("{\"expiresAt\":null}");
        }
    }

    @Test
    void removesTheCookieWhoeverAsks() {
        Answer ended = client.send("DELETE", "/api/session", "Cookie", "carteiro-session=expired");

        assertThat(ended.status()).isEqualTo(204);
        assertThat(ended.header("set-cookie")).startsWith("carteiro-session=; Max-Age=0;");
    }
}
