package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The table of what follows from an answer, row by row; silence, breaker, rate limit and the whole destination's pause are in
 * {@link RetryIntegrationTests}, the slots of first attempts in the simulation.
 */
@ExtendWith(SharedRouter.Provider.class)
class RetryTableIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final String id = unique();

    RetryTableIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    private ScriptedPeer.Script script(String destination) {
        return router.peer(destination).when(request -> request.text().contains(id));
    }

    private String post(String destination) {
        return client.accept(message(destination, chat(), id));
    }

    private JsonNode settled(String destination, String eventId, String state) {
        eventually().until(() -> client.state(eventId, destination).equals(state));
        return client.delivery(eventId, destination);
    }

    private static List<String> outcomes(JsonNode delivery) {
        return column(delivery, "outcome");
    }

    private static List<String> column(JsonNode delivery, String name) {
        return delivery.path("attempts")
                .valueStream()
                .map(attempt -> attempt.path(name).asString(""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void delivers2xx(int status) {
        script("table").respond(status);
        assertThat(outcomes(settled("table", post("table"), "delivered"))).containsExactly("delivered");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void triesAgainAfterPassingTrouble(int status) {
        script("table").respond(status).forFirst(1).respond(200);
        assertThat(outcomes(settled("table", post("table"), "delivered"))).containsExactly("deferred", "delivered");
    }

    @Test
    void triesAgainAfterABrokenConnection() {
        script("table").reset().forFirst(1).respond(200);
        JsonNode delivery = settled("table", post("table"), "delivered");
        assertThat(outcomes(delivery)).containsExactly("deferred", "delivered");
        assertThat(column(delivery, "status")).containsExactly("", "200");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void refusesARedirectAndDoesNotFollowIt(int status) {
        script("table").respond(status).with("Location", router.peer("table").url() + "/elsewhere");
        assertThat(outcomes(settled("table", post("table"), "dead"))).containsExactly("refused");
        assertThat(router.peer("table").requests(id))
                .extracting(ScriptedPeer.Request::path)
                .containsExactly("/webhook");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 451})
    void refusesOther4xxAtOnce(int status) {
        script("table").respond(status);
        JsonNode delivery = settled("table", post("table"), "dead");
        assertThat(outcomes(delivery)).containsExactly("refused");
        assertThat(column(delivery, "error")).containsExactly("status " + status);
    }

    @Test
    void refusesWhatADestinationListsAndTriesOther4xxAgain() {
        script("choosy").respond(404).forFirst(1).respond(503);
        assertThat(outcomes(settled("choosy", post("choosy"), "dead"))).containsExactly("deferred", "refused");
    }

    @ParameterizedTest
    @CsvSource({"408", "425", "429", "500", "503"})
    void spendsNothingWhereTheDestinationSaysWhenToComeAgain(int status) {
        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(3).atOffset(ZoneOffset.UTC));
        script("once-only")
                .respond(status)
                .with("Retry-After", "1")
                .forFirst(1)
                .respond(status)
                .with("Retry-After", soon)
                .forFirst(1)
                .respond(200);
        JsonNode delivery = settled("once-only", post("once-only"), "delivered"); // a schedule without a single retry
        assertThat(column(delivery, "number")).containsExactly("1", "2", "3");
        assertThat(outcomes(delivery)).containsExactly("deferred", "deferred", "delivered");
        assertThat(Duration.between(at(delivery, 0), at(delivery, 1))).isGreaterThan(Duration.ofMillis(990));
    }

    private static Instant at(JsonNode delivery, int attempt) {
        return Instant.parse(column(delivery, "at").get(attempt));
    }

    @Test
    void givesUpAtTheGreatestAge() {
        script("ageing").respond(503);
        JsonNode delivery = settled("ageing", post("ageing"), "dead");
        assertThat(column(delivery, "error").getLast()).startsWith("older than max-age; the last: status 503");
        assertThat(delivery.path("attempts").size()).isBetween(2, 5);
    }

    @Test
    void sendsNothingMoreAfter410UntilSomebodyEnablesTheDestination() {
        script("gone").respond(410);
        assertThat(outcomes(settled("gone", post("gone"), "dead"))).containsExactly("refused");
        String next = client.accept(message("gone", chat(), unique()));
        eventually()
                .until(() -> router.query("SELECT destination FROM destination_override WHERE disabled_at IS NOT NULL")
                        .contains("gone"));
        assertThat(client.delivery(next, "gone").path("attempts")).isEmpty();
        assertThat(client.state(next, "gone")).isEqualTo("pending");
        router.update(
                "UPDATE destination_override SET disabled_reason = NULL, disabled_at = NULL WHERE destination = 'gone'");
        assertThat(outcomes(settled("gone", next, "delivered"))).containsExactly("delivered");
    }

    @Test
    void startsNothingWhilePausedAndSpendsNothing() {
        router.update("INSERT INTO destination_override (destination, paused) VALUES ('stopped', true)");
        String early = post("stopped");
        String late = client.accept(message("stopped", chat(), unique()));
        router.update("UPDATE destination_override SET paused = false WHERE destination = 'stopped'");
        assertThat(column(settled("stopped", late, "delivered"), "number")).containsExactly("1");
        assertThat(column(settled("stopped", early, "delivered"), "number")).hasSizeLessThanOrEqualTo(1);
    }
}
