package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRouter.Provider.class)
class FlowApiIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;

    FlowApiIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    private static long sum(JsonNode steps) {
        return steps.valueStream().mapToLong(step -> step.asLong(0)).sum();
    }

    /** How many went which way in the last hour, at the destination that retries. */
    private long retrying(String way) {
        return client.get("/api/flow")
                .path("destinations")
                .valueStream()
                .filter(one -> one.path("name").asString("").equals("exhaust"))
                .mapToLong(one -> sum(one.path(way)))
                .sum();
    }

    private void post(String id, int... statuses) {
        ScriptedPeer.Script script =
                router.peer("exhaust").when(request -> request.text().contains(id));
        for (int status : statuses) {
            script.respond(status).forFirst(1);
        }
        client.accept(message("exhaust", chat(), id));
    }

    @Test
    void countsWhatDestinationsMadeOfIt() {
        long accepted = retrying("accepted");
        long delivered = retrying("delivered");
        long retried = retrying("retried");
        long dead = retrying("dead");
        long events = sum(client.get("/api/flow").at("/series/events"));

        post(unique(), 503, 200);
        post(unique(), 503, 503, 503);
        post(unique(), 422);

        eventually().until(() -> retrying("delivered") + retrying("dead") == delivered + dead + 3);
        assertThat(retrying("accepted")).isEqualTo(accepted + 3);
        assertThat(retrying("delivered")).isEqualTo(delivered + 1);
        assertThat(retrying("dead")).isEqualTo(dead + 2);
        assertThat(retrying("retried")).as("and not what gave up").isEqualTo(retried + 3);
        assertThat(sum(client.get("/api/flow").at("/series/events"))).isGreaterThanOrEqualTo(events + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5m", "1h", "12h", "48h", "7d"})
    void hasAsManyStepsEverywhere(String since) {
        JsonNode flow = client.get("/api/flow?since=" + since);

        int steps = flow.at("/series/events").size();
        assertThat(steps).isBetween(6, 145);
        assertThat(flow.path("series")).allSatisfy(series -> assertThat(series).hasSize(steps));
        assertThat(flow.path("destinations"))
                .allSatisfy(one -> assertThat(one.path("retried")).hasSize(steps));
        assertThat(flow.path("from").asString("")).endsWith(":00.000Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4m", "8d", "yesterday", "2999-01-01T00:00:00Z"})
    void refusesTimesOfWhichItKnowsNothing(String since) {
        assertThat(client.admin("GET", "/api/flow?since=" + since, "").status()).isEqualTo(400);
    }
}
