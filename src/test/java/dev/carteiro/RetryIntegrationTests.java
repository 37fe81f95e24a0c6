package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRouter.Provider.class)
class RetryIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final String id = unique();

    RetryIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    private String post(String destination, String messageId) {
        return client.accept(message(destination, chat(), messageId));
    }

    private ScriptedPeer.Script script(String destination) {
        return router.peer(destination).when(request -> request.text().contains(id));
    }

    @CanIgnoreReturnValue
    private JsonNode settled(String destination, String eventId, String state) {
        eventually().until(() -> client.state(eventId, destination).equals(state));
        return client.delivery(eventId, destination);
    }

    private static List<String> column(JsonNode delivery, String name) {
        return delivery.path("attempts")
                .valueStream()
                .map(attempt -> attempt.path(name).asString(""))
                .toList();
    }

    @Test
    void showsEachAttemptUntilOneSucceeds() {
        script("retry")
                .respond(503)
                .saying("busy")
                .forFirst(1)
                .reset()
                .forFirst(1)
                .respond(429)
                .forFirst(1)
                .respond(201);
        JsonNode delivery = settled("retry", post("retry", id), "delivered");
        assertThat(column(delivery, "number")).containsExactly("1", "2", "3", "4");
        assertThat(column(delivery, "cause")).containsExactly("first", "retry", "retry", "retry");
        assertThat(column(delivery, "outcome")).containsExactly("deferred", "deferred", "deferred", "delivered");
        assertThat(column(delivery, "status")).containsExactly("503", "", "429", "201");
        assertThat(delivery.at("/attempts/0/response").asString("")).isEqualTo("busy");
        assertThat(delivery.at("/attempts/1/error").asString("")).isNotEmpty();
        assertThat(router.peer("retry").requests(id))
                .extracting(request -> request.header("webhook-id"))
                .hasSize(4)
                .containsOnly(delivery.path("id").asString("").replace(".retry", ""));
    }

    @Test
    void givesUpAtTheEndOfTheSchedule() {
        script("exhaust").respond(500);
        String eventId = post("exhaust", id);
        JsonNode delivery = settled("exhaust", eventId, "dead");
        assertThat(column(delivery, "number")).containsExactly("1", "2", "3");
        assertThat(delivery.at("/attempts/2/error").asString(""))
                .isEqualTo("gave up after 3 attempts; the last: status 500");
        assertThat(delivery.path("dueAt").isNull()).isTrue();
        assertThat(router.peer("exhaust").requests(id)).hasSize(3);
    }

    @Test
    void pausesTheWholeDestinationWhileItAsksForPatience() {
        script("patient").respond(503).with("Retry-After", "2").forFirst(1).respond(200);
        String asked = post("patient", id);
        settled("patient", asked, "retrying");
        Instant paused = Instant.now();
        String other = post("patient", unique());
        settled("patient", asked, "delivered");
        settled("patient", other, "delivered");
        Duration waited = Duration.between(
                paused,
                Instant.parse(
                        client.delivery(other, "patient").at("/attempts/0/at").asString("")));
        assertThat(waited).isGreaterThan(Duration.ofSeconds(1));
        assertThat(column(client.delivery(other, "patient"), "number")).containsExactly("1");
    }

    @Test
    void leavesADestinationAloneThatFailsAndComesBackWhenItRecovers() {
        router.peer("breaker").respond(500).forFirst(6).respond(200);
        List<String> events = IntStream.range(0, 10)
                .mapToObj(number -> post("breaker", unique()))
                .toList();
        events.forEach(event -> settled("breaker", event, "delivered"));
        long failures = events.stream()
                .flatMap(event -> column(client.delivery(event, "breaker"), "outcome").stream())
                .filter("deferred"::equals)
                .count();
        assertThat(failures).isEqualTo(6); // what the open breaker held back counts as no attempt
    }

    @Test
    void countsAnAttemptThatTakesTooLong() {
        script("slow").hang().forFirst(1).respond(200);
        JsonNode delivery = settled("slow", post("slow", id), "delivered");
        assertThat(delivery.at("/attempts/0/error").asString("")).isEqualTo("no answer within 300 ms");
        assertThat(delivery.at("/attempts/0/latencyMs").asInt(0)).isBetween(250, 5_000);
    }

    @Test
    void startsNoMoreAttemptsThanTheRateAllowsAndCountsNoneAgainstTheEvent() {
        List<String> events = IntStream.range(0, 12)
                .mapToObj(number -> post("limited", unique()))
                .toList();
        events.forEach(event -> settled("limited", event, "delivered"));
        assertThat(events)
                .allSatisfy(event -> assertThat(column(client.delivery(event, "limited"), "number"))
                        .containsExactly("1"));
        List<Instant> times = events.stream()
                .map(event -> Instant.parse(
                        client.delivery(event, "limited").at("/attempts/0/at").asString("")))
                .sorted()
                .toList();
        assertThat(Duration.between(times.getFirst(), times.getLast())).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void keepsTheBeginningOfALongAnswer() {
        script("retry").respond(200).saying("é".repeat(10_000));
        JsonNode delivery = settled("retry", post("retry", id), "delivered");
        assertThat(delivery.at("/attempts/0/response").asString(""))
                .startsWith("ééé")
                .hasSize(2_048);
    }
}
