package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedRouter.Provider.class)
class SecurityIntegrationTests {

    /** An address of nobody else's, since who guesses there is not looked at for a minute. */
    private static final InetAddress GUESSER = InetAddress.ofLiteral("127.0.0.2");

    private static final InetAddress BROWSER = InetAddress.ofLiteral("127.0.0.3");

    private final RouterClient client;

    SecurityIntegrationTests(SharedRouter router) {
        this.client = router.client();
    }

    @Test
    void guessesAtTheAdminTokenAreBoundedWhereverTheyAreMade() throws Exception {
        try (HttpClient guesser = HttpClient.newBuilder().localAddress(GUESSER).build()) {
            for (int i = 0; i < 4; i++) {
                assertThat(status(guesser, "GET", "/api/events", "Authorization", "Bearer guess" + i))
                        .isEqualTo(401);
            }
            for (int i = 0; i < 4; i++) {
                assertThat(status(guesser, "POST", "/api/session", "X-None", "", "{\"token\":\"guess" + i + "\"}"))
                        .isEqualTo(401);
            }
            for (int i = 0; i < 2; i++) {
                assertThat(status(guesser, "GET", "/chatwoot/find/Ravenna", "apikey", "guess" + i))
                        .isEqualTo(401);
            }

            HttpResponse<String> bounded =
                    send(guesser, "GET", "/api/events", "Authorization", "Bearer " + RouterClient.ADMIN, "");
            assertThat(bounded.statusCode()).isEqualTo(429);
            assertThat(bounded.headers().firstValueAsLong("retry-after").orElseThrow())
                    .isBetween(1L, 60L);
            assertThat(bounded.body()).contains("Too many wrong tokens came from your address");
            HttpResponse<String> stream =
                    send(guesser, "GET", "/events", "Authorization", "Bearer " + RouterClient.ADMIN, "");
            assertThat(stream.statusCode()).isEqualTo(429);
            assertThat(stream.headers().firstValueAsLong("retry-after").orElseThrow())
                    .isBetween(1L, 60L);
            String right = "{\"token\":\"" + RouterClient.ADMIN + "\"}";
            assertThat(status(guesser, "POST", "/api/session", "X-None", "", right))
                    .isEqualTo(429);
            assertThat(status(guesser, "GET", "/chatwoot/find/Ravenna", "apikey", RouterClient.ADMIN))
                    .isEqualTo(429);
            assertThat(status(guesser, "GET", "/actuator/health", "Authorization", "Bearer x"))
                    .as("what needs no token")
                    .isEqualTo(200);
        }
        assertThat(client.get("/api/events?limit=1").path("events").isArray())
                .as("another address")
                .isTrue();
    }

    @Test
    void aSubscriptionsTokenIsNoGuessAtTheAdmins() throws Exception {
        String token = client.admin("POST", "/api/subscriptions", "{\"instances\":[\"*\"],\"types\":[\"*\"]}")
                .json()
                .path("token")
                .asString("");
        assertThat(token).isNotEmpty();
        try (HttpClient browser = HttpClient.newBuilder().localAddress(BROWSER).build()) {
            for (int i = 0; i < 12; i++) {
                HttpRequest request = HttpRequest.newBuilder(client.address("/events"))
                        .header("Authorization", "Bearer " + token)
                        .build();
                HttpResponse<InputStream> stream = browser.send(request, BodyHandlers.ofInputStream());
                stream.body().close();
                assertThat(stream.statusCode()).isEqualTo(200);
            }
            assertThat(status(browser, "GET", "/api/events", "Authorization", "Bearer " + RouterClient.ADMIN))
                    .isEqualTo(200);
        }
    }

    private int status(HttpClient from, String method, String path, String header, String value)
            throws IOException, InterruptedException {
        return status(from, method, path, header, value, "");
    }

    private int status(HttpClient from, String method, String path, String header, String value, String body)
            throws IOException, InterruptedException {
        return send(from, method, path, header, value, body).statusCode();
    }

    private HttpResponse<String> send(
            HttpClient from, String method, String path, String header, String value, String body)
            throws IOException, InterruptedException {
        URI address = client.address(path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header(header, value)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return from.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/events, true, 200",
        "/api/events, false, 401",
        "/api/none, true, 404",
        "/actuator/health, false, 200",
        "/actuator/prometheus, true, 200",
        "/openapi.json, true, 200",
        "/api/session, false, 200"
    })
    void everyAnswerTellsABrowserToBeCareful(String path, boolean administrator, int status) {
        Answer answer = administrator ? client.admin("GET", path, "") : client.send("GET", path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
        assertThat(answer.header("content-security-policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.header("server")).isEmpty();
    }

    @Test
    void pagesKeepHeadersOfTheirOwn() {
        Answer page = client.send("GET", "/");

        assertThat(page.response().headers().allValues("content-security-policy"))
                .singleElement()
                .asString()
                .contains("script-src 'self'");
        assertThat(page.response().headers().allValues("cache-control")).containsExactly("no-cache");
    }
}
