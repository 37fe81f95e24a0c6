package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedRouter.Provider.class)
class PagesIntegrationTests {

    private final RouterClient client;

    PagesIntegrationTests(SharedRouter router) {
        this.client = router.client();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html", "application/json"})
    void showsThePageToEverybody(String accept) {
        Answer page = client.send("GET", "/", "Accept", accept);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).startsWith("<!doctype html>").contains("<title>");
        assertThat(page.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("content-security-policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
                        + " 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
                        + " frame-ancestors 'none'");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(page.header("cross-origin-opener-policy")).isEqualTo("same-origin");
        assertThat(page.header("cache-control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @CsvSource({
        "/dashboard/index.html, text/html;charset=UTF-8, <title>",
        "/dashboard/lib/chart.js, text/javascript;charset=UTF-8, Chart.js v4.5.1",
        "/dashboard/lib/pico.css, text/css;charset=UTF-8, Pico CSS"
    })
    void hasItsFilesUnderNamesThatStay(String path, String type, String content) {
        Answer file = client.send("GET", path);

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("content-type")).isEqualTo(type);
        assertThat(file.text()).contains(content);
        assertThat(file.header("content-length"))
                .isEqualTo(Integer.toString(file.response().body().length));
        assertThat(file.header("x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void sendsNothingThatTheBrowserHas() {
        Answer first = client.send("GET", "/dashboard/lib/pico.css");
        String etag = first.header("etag");
        assertThat(etag).matches("\"[0-9a-f]{32}\"");

        Answer again = client.send("GET", "/dashboard/lib/pico.css", "If-None-Match", etag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.response().body()).isEmpty();
        assertThat(again.header("etag")).isEqualTo(etag);
        assertThat(client.send("GET", "/dashboard/lib/pico.css", "If-None-Match", "\"x\"")
                        .status())
                .isEqualTo(200);
        assertThat(client.send("GET", "/dashboard/lib/chart.js").header("etag")).isNotEqualTo(etag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/dashboard/lib/chart.js"})
    void answersToHeadAsToGet(String path) {
        Answer got = client.send("GET", path);
        Answer head = client.send("HEAD", path);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.response().body()).isEmpty();
        assertThat(head.header("content-length")).isEqualTo(got.header("content-length"));
        assertThat(head.header("etag")).isEqualTo(got.header("etag"));
        assertThat(head.header("content-security-policy")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard/",
                "/dashboard/no-such-file.js",
                "/dashboard/lib/",
                "/dashboard/lib/chart.umd.js.map",
                "/dashboard/../application.yaml",
                "/dashboard/..%2fapplication.yaml",
                "/dashboard/..%2Fdb/migration/V1__event_log_and_deliveries.sql",
                "/dashboard/%2e%2e/application.yaml",
                "/dashboard/%2e%2e%2fapplication.yaml",
                "/dashboard/..%5capplication.yaml",
                "/dashboard/..;/api/events",
                "/dashboard/../api/events",
                "/dashboard/%2e%2e/api/events",
                "/dashboard//index.html",
                "/dashboard/./index.html",
                "/dashboard/index.html%00.js",
                "/dashboard/INDEX.HTML"
            })
    void hasNothingElse(String path) {
        for (Answer answer : new Answer[] {
            client.send("GET", path), client.send("GET", path, "Authorization", "Bearer " + RouterClient.ADMIN)
        }) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webjars/chart.js/4.5.1/dist/chart.umd.js",
                "/META-INF/resources/webjars/chart.js/4.5.1/package.json",
                "/index.html",
                "/dashboard"
            })
    void servesNoFilesOfOthers(String path) {
        assertThat(client.send("GET", path).status()).isEqualTo(401);
        Answer admitted = client.send("GET", path, "Authorization", "Bearer " + RouterClient.ADMIN);
        assertThat(admitted.status()).isEqualTo(404);
        assertThat(admitted.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void takesNothing() {
        assertThat(client.post("/", "{}").status()).isEqualTo(401);
        assertThat(client.admin("POST", "/dashboard/index.html", "{}").status()).isEqualTo(405);
    }
}
