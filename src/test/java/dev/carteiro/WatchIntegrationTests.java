package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What is late shows in metrics and health, costs the database nothing, and takes nobody down. */
@ExtendWith(SharedRouter.Provider.class)
class WatchIntegrationTests {

    private static final String LOOK_UPS =
            "SELECT %s FROM pg_stat_user_indexes" + " WHERE indexrelname IN ('delivery_fresh', 'delivery_again')";
    private static final String SCANS =
            "SELECT sum(seq_scan) FROM pg_stat_user_tables" + " WHERE relname = 'delivery' OR relname LIKE 'attempt%'";
    private static final int LEFT_BEHIND = 20_000;

    private final SharedRouter router;
    private final RouterClient client;
    private final Operations operations;

    WatchIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        operations = new Operations(client);
    }

    @AfterEach
    void clean() {
        router.update("DELETE FROM delivery WHERE destination = 'left-behind'");
        router.update("DELETE FROM delivery_tally WHERE destination = 'left-behind'");
    }

    private void post(String destination, String id) {
        client.accept(message(destination, chat(), id));
    }

    private void post(int count, int... statuses) {
        for (int number = 0; number < count; number++) {
            String id = unique();
            ScriptedPeer.Script script =
                    router.peer("watched").when(request -> request.text().contains(id));
            for (int status : statuses) {
                script.respond(status).forFirst(1);
            }
            post("watched", id);
        }
    }

    private long number(String statement) {
        return Long.parseLong(router.query(statement).getFirst());
    }

    private long rows(String where) {
        return number("SELECT count(*) FROM delivery WHERE destination = 'watched' AND " + where);
    }

    private static long of(Metrics metrics, String what) {
        return metrics.of("carteiro_deliveries_" + what, "watched");
    }

    private static void assertBalanced(Metrics metrics) {
        assertThat(of(metrics, "accepted_total") + of(metrics, "replayed_total") + of(metrics, "revived_total"))
                .isEqualTo(of(metrics, "delivered_total")
                        + of(metrics, "pending")
                        + of(metrics, "died_total")
                        + of(metrics, "cancelled_total"));
        assertThat(of(metrics, "dead"))
                .isEqualTo(of(metrics, "died_total") - of(metrics, "revived_total") - of(metrics, "discarded_total"));
    }

    @Test
    void balancesAcceptedAgainstWhatBecameOfIt() {
        post(5, 200);
        post(2, 503, 200);
        post(3, 422);
        post(2, 500, 500, 500);
        eventually().until(() -> of(Metrics.of(client), "died_total") == 5);
        eventually().until(() -> of(Metrics.of(client), "delivered_total") == 7);
        operations.run("watched", "pause");
        post(4, 200);
        eventually().until(() -> of(Metrics.of(client), "pending") == 4);
        Metrics metrics = Metrics.of(client);
        assertBalanced(metrics);
        assertThat(of(metrics, "accepted_total")).isEqualTo(16);
        assertThat(of(metrics, "pending")).isEqualTo(rows("NOT dead"));
        assertThat(of(metrics, "dead")).isEqualTo(rows("dead")).isEqualTo(5);
        assertThat(of(metrics, "retrying")).isZero();
        assertThat(of(metrics, "delivered_total"))
                .isEqualTo(
                        number("SELECT count(*) FROM attempt WHERE destination = 'watched' AND outcome = 'delivered'"));
        assertThat(metrics.values()
                        .get("carteiro_attempts_seconds_count{destination=\"watched\",outcome=\"deferred\"}"))
                .isEqualTo(2 + 2 * 3);
        assertThat(metrics.isIn("watched", "paused")).isTrue();
        eventually().until(() -> of(Metrics.of(client), "oldest_due_age_seconds") >= 1);
        operations.run("watched", "resume");
        eventually().until(() -> of(Metrics.of(client), "delivered_total") == 11);
        assertBalanced(Metrics.of(client));
        assertThat(of(Metrics.of(client), "oldest_due_age_seconds")).isZero();
    }

    /** Half of them due, half not; half of them first attempts, half repeats. */
    private void leaveBehind() {
        router.update("""
                INSERT INTO delivery (event, destination, head, cause, due_at)
                SELECT n, 'left-behind', true, CASE WHEN n %% 2 = 0 THEN 'first' ELSE 'retry' END,
                       now() + (n - %1$d / 2) * interval '1 s'
                FROM generate_series(1, %1$d) AS n
                """.formatted(LEFT_BEHIND));
        router.update("INSERT INTO delivery_tally (destination, writer, accepted, retrying) VALUES ('left-behind', 0, "
                + LEFT_BEHIND + ", " + LEFT_BEHIND / 2 + ")");
    }

    @Test
    void costsTheDatabaseTheSameHoweverMuchWaits() {
        leaveBehind();
        long scans = number(SCANS);
        long lookUps = number(LOOK_UPS.formatted("sum(idx_scan)"));
        long read = number(LOOK_UPS.formatted("sum(idx_tup_read)"));
        AtomicInteger looks = new AtomicInteger();
        long enough = 4L * 25 * SharedConfig.DESTINATIONS.size();
        // A session of the database tells what it has done with one of its next statements, a second later or more.
        eventually().until(() -> {
            JsonNode left = client.get(Operations.PATH + "/left-behind");
            assertThat(left.path("backlog").asInt(0)).isEqualTo(LEFT_BEHIND);
            looks.getAndIncrement();
            return number(LOOK_UPS.formatted("sum(idx_scan)")) - lookUps >= enough;
        });
        assertThat(number(LOOK_UPS.formatted("sum(idx_tup_read)")) - read).isLessThan(LEFT_BEHIND);
        // One or two may be somebody else's, told late.
        assertThat(number(SCANS) - scans).isLessThan(looks.get() / 5);
    }

    @Test
    void showsWhatWaitsForADestinationThatIsNoLongerConfigured() {
        leaveBehind();
        JsonNode left = client.get(Operations.PATH + "/left-behind");
        assertThat(left.path("state").asString("")).isEqualTo("not-configured");
        assertThat(left.path("retrying").asInt(0)).isEqualTo(LEFT_BEHIND / 2);
        assertThat(left.path("oldestDueAgeMs").asLong(0)).isBetween(9_000_000L, 11_000_000L);
        assertThat(left.path("nextDueAt").isNull()).isFalse();
        RouterClient.Answer answer = operations.ask("left-behind", "{\"operation\":\"retry\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asString("")).contains("no longer configured");
        eventually().until(() -> Metrics.of(client).isIn("left-behind", "not-configured"));
        clean();
        eventually().until(() -> !Metrics.of(client).mention("left-behind"));
        assertThat(client.get(Operations.PATH + "/left-behind").path("status").asInt(0))
                .isEqualTo(404);
    }

    @Test
    void forgetsTheMetersOfADestinationThatIsGone() {
        String original = SharedConfig.text(router.urls());
        router.configure(original.replace(
                "  routes:\n",
                "    passing: { url: \"" + router.urls().get("watched") + "\", rate-limit: 100/s }\n  routes:\n"
                        + "    - { name: to passing, when: 'event.instance == \"passing\"', to: [passing] }\n"));
        eventually().until(() -> {
            post("passing", unique());
            return Metrics.of(client).of("carteiro_deliveries_delivered_total", "passing") > 0;
        });
        assertThat(Metrics.of(client).values().keySet().stream()
                        .filter(name -> name.contains("\"passing\""))
                        .map(name -> name.replaceAll("_.*", "")))
                .contains("carteiro", "resilience4j");
        assertThat(client.send("GET", "/actuator/health/destinations/passing").status())
                .isEqualTo(200);
        router.configure(original);
        eventually().until(() -> !Metrics.of(client).mention("passing"));
        assertThat(client.send("GET", "/actuator/health/destinations/passing").status())
                .isEqualTo(404);
    }

    @Test
    void takesNobodyDownForADestinationsFault() {
        router.peer("ailing").respond(503);
        List<String> ids = IntStream.range(0, 3).mapToObj(n -> unique()).toList();
        ids.forEach(id -> post("ailing", id));
        operations.seen(
                "ailing",
                one -> one.path("state").asString("").equals("open")
                        && one.path("retrying").asInt(0) >= 2);
        JsonNode health = client.get("/actuator/health/destinations/ailing");
        assertThat(health.path("status").asString("")).isEqualTo("DEGRADED");
        assertThat(health.at("/details/lastErrorStatus").asString("")).isEqualTo("503");
        RouterClient.Answer all = client.send("GET", "/actuator/health");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.json().path("status").asString("")).isEqualTo("DEGRADED");
        assertThat(all.text()).doesNotContain("http://", "127.0.0.1");
        RouterClient.Answer readiness = client.send("GET", "/actuator/health/readiness");
        assertThat(readiness.status()).isEqualTo(200);
        assertThat(readiness.json().path("status").asString("")).isEqualTo("UP");
        assertThat(readiness.json().path("components").propertyNames())
                .containsExactlyInAnyOrder("readinessState", "database");
        assertThat(client.send("GET", "/actuator/health/liveness").status()).isEqualTo(200);
        eventually().until(() -> Metrics.of(client).isIn("ailing", "open"));

        router.peer("ailing").respond(200);
        eventually().until(() -> {
            operations.run("ailing", "retry");
            return client.get(Operations.PATH + "/ailing").path("backlog").asInt(1) == 0;
        });
        assertThat(client.get("/actuator/health/destinations/ailing")
                        .path("status")
                        .asString(""))
                .isEqualTo("UP");
    }
}
