package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRouter.Provider.class)
class DeliveriesEndpointIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final Operations operations;
    private final String id = unique();

    DeliveriesEndpointIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        operations = new Operations(client);
    }

    @AfterEach
    void letRun() {
        operations.run("operated", "enable");
        operations.run("operated", "resume");
    }

    @CanIgnoreReturnValue
    private String post(String destination) {
        return client.accept(message(destination, chat(), id));
    }

    private ScriptedPeer.Script script(String destination) {
        return router.peer(destination).when(request -> request.text().contains(id));
    }

    private void delivered(String eventId, String destination) {
        eventually().until(() -> client.state(eventId, destination).equals("delivered"));
    }

    @Test
    void showsAllDestinationsInTheOrderOfTheConfiguration() {
        JsonNode all = client.get(Operations.PATH);
        assertThat(all.path("destinations")
                        .valueStream()
                        .map(one -> one.path("name").asString("")))
                .startsWith(SharedConfig.DESTINATIONS.keySet().toArray(String[]::new));
        assertThat(Duration.between(Instant.parse(all.path("readAt").asString("")), Instant.now()))
                .isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void makesDueAtOnceWhatWaitsForALaterAttempt() {
        script("operated").respond(503).forFirst(1).respond(200);
        String eventId = post("operated");
        JsonNode waiting =
                operations.seen("operated", one -> one.path("retrying").asInt(0) == 1);
        assertThat(waiting.path("backlog").asInt(0)).isEqualTo(1);
        assertThat(Instant.parse(waiting.path("nextDueAt").asString("")))
                .isAfter(Instant.now().plus(Duration.ofMinutes(55)));
        assertThat(waiting.path("oldestDueAgeMs").isNull()).isTrue();
        assertThat(waiting.at("/lastError/status").asInt(0)).isEqualTo(503);
        assertThat(waiting.at("/window/5m/attempts").asInt(0)).isPositive();
        assertThat(waiting.at("/window/1h/successRate").asDouble(1)).isLessThan(1);
        JsonNode done = operations.run("operated", "retry");
        assertThat(done.path("count").asInt(0)).isEqualTo(1);
        assertThat(done.at("/destination/nextDueAt").isNull()).isTrue();
        delivered(eventId, "operated");
        operations.seen(
                "operated",
                one -> one.path("backlog").asInt(1) == 0 && one.path("retrying").asInt(1) == 0);
    }

    @Test
    void pausesAndResumes() {
        JsonNode paused = operations.run("operated", "pause").path("destination");
        assertThat(paused.path("state").asString("")).isEqualTo("paused");
        assertThat(paused.path("overridden").asBoolean(false)).isTrue();
        String eventId = post("operated");
        JsonNode waiting =
                operations.seen("operated", one -> one.path("oldestDueAgeMs").asInt(0) > 100);
        assertThat(waiting.path("backlog").asInt(0)).isEqualTo(1);
        assertThat(waiting.path("inFlight").asInt(1)).isZero();
        assertThat(client.state(eventId, "operated")).isEqualTo("pending");
        assertThat(router.peer("operated").requests(id)).isEmpty();
        JsonNode resumed = operations.run("operated", "resume").path("destination");
        assertThat(resumed.path("state").asString("")).isEqualTo("running");
        assertThat(resumed.path("overridden").asBoolean(true)).isFalse();
        delivered(eventId, "operated");
    }

    @Test
    void enablesADestinationThatDisabledItself() {
        script("operated").respond(410);
        post("operated");
        JsonNode disabled = operations.seen("operated", one -> one.path("dead").asInt(0) > 0);
        assertThat(disabled.path("state").asString("")).isEqualTo("disabled");
        assertThat(disabled.path("disabledReason").asString("")).isEqualTo("status 410: the destination is gone");
        String waiting = client.accept(message("operated", chat(), unique()));
        assertThat(operations.run("operated", "enable").at("/destination/state").asString(""))
                .isEqualTo("running");
        delivered(waiting, "operated");
    }

    @Test
    void countsWhatIsUnderWay() {
        script("operated").respond(200).after(Duration.ofSeconds(2));
        String eventId = post("operated");
        operations.seen("operated", one -> one.path("inFlight").asInt(0) == 1);
        delivered(eventId, "operated");
        assertThat(client.get(Operations.PATH + "/operated").path("inFlight").asInt(1))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            operated | {"operation":"explode"} | 400 | There is no operation "explode"; send {"operation": "…"} with one of retry, pause, resume, enable.
            operated | {}                      | 400 | The body names no operation; send {"operation": "…"} with one of retry, pause, resume, enable.
            nobody   | {"operation":"retry"}   | 404 | There is no destination nobody; there are raw,
            """)
    void saysWhatIsWrongWithAnOperation(String destination, String body, int status, String detail) {
        RouterClient.Answer answer = operations.ask(destination, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString("")).startsWith(detail);
    }

    @Test
    void knowsNoDestinationThatIsNotThere() {
        RouterClient.Answer answer =
                client.send("GET", Operations.PATH + "/nobody", "Authorization", "Bearer " + RouterClient.ADMIN);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asString("")).startsWith("There is no destination nobody; there are ");
    }

    @Test
    void isForOperatorsOnly() {
        assertThat(client.send("GET", Operations.PATH).status()).isEqualTo(401);
        assertThat(client.post(Operations.PATH + "/operated", "{\"operation\":\"pause\"}")
                        .status())
                .isEqualTo(401);
        assertThat(client.get(Operations.PATH + "/operated").path("state").asString(""))
                .isEqualTo("running");
    }
}
