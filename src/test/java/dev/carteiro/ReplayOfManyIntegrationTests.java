package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Replays of many deliveries, and what is counted meanwhile. */
@ExtendWith(SharedRouter.Provider.class)
class ReplayOfManyIntegrationTests {

    private static final int MANY = 10_001;

    private final SharedRouter router;
    private final RouterClient client;
    private final Operator operator;
    private final String chat = chat();

    ReplayOfManyIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        operator = new Operator(client);
    }

    /** Whatever a test did: what was counted while it happened is what there is. */
    @AfterEach
    void countsWhatThereIs() {
        assertThat(router.query("""
                SELECT t.destination || ': ' || t.pending || ' ' || t.dead || ' ' || t.retrying
                       || ' but there are ' || d.pending || ' ' || d.dead || ' ' || d.retrying
                FROM (SELECT destination,
                             sum(accepted + replayed + revived - delivered - died - cancelled) AS pending,
                             sum(died - revived - discarded) AS dead, sum(retrying) AS retrying
                      FROM delivery_tally GROUP BY destination) t
                CROSS JOIN LATERAL (
                      SELECT count(*) FILTER (WHERE NOT dead) AS pending, count(*) FILTER (WHERE dead) AS dead,
                             count(*) FILTER (WHERE cause = 'retry' AND NOT dead) AS retrying
                      FROM delivery WHERE destination = t.destination) d
                WHERE t.destination IN ('letters', 'later', 'heap')
                  AND (t.pending, t.dead, t.retrying) <> (d.pending, d.dead, d.retrying)
                """)).isEmpty();
    }

    @Test
    void findsWhatHasArrivedWithoutAConversationToo() {
        List<String> events = Operator.unique(4).stream()
                .map(id -> operator.settled("heap", client.accept(message("heap", chat(), id)), "delivered"))
                .toList();
        String waiting = events.getFirst();
        router.update("INSERT INTO delivery (event, destination, head, due_at) VALUES (" + waiting
                + ", 'heap', false, now() + interval '1 h')");
        router.update("UPDATE delivery_tally SET accepted = accepted + 1 WHERE writer = (SELECT min(writer) FROM"
                + " delivery_tally WHERE destination = 'heap') AND destination = 'heap'");
        String body = "{'destination': 'heap', 'state': 'delivered', 'since': '5m'";
        assertThat(operator.dry(body + "}").path("matching").asInt(0)).isGreaterThanOrEqualTo(3);
        operator.done(operator.started(
                body + "}", operator.dry(body + "}").path("matching").asInt(0)));
        events.subList(1, 4)
                .forEach(event -> eventually()
                        .until(() ->
                                client.delivery(event, "heap").path("attempts").size() == 2));
        assertThat(client.delivery(waiting, "heap").path("attempts")).hasSize(1); // it is in the queue already
        assertThat(operator.cancel(waiting, "heap").status()).isEqualTo(200);
        emptyHeap();
    }

    @Test
    void asksWhetherSoManyAreMeantKeepsTheRateAndStopsWhenTold() {
        fillHeap(MANY);
        String body = "{'destination': 'heap', 'rate': '20/s'";
        Answer refused = operator.replay(body + ", 'confirm': 10000}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("matching").asInt(0)).isEqualTo(MANY);
        assertThat(refused.json().path("detail").asString("")).contains("10001", "\"confirm\": 10001");
        assertThat(operator.replay(body + "}").status()).isEqualTo(422);
        assertThat(operator.dry(body + "}").path("sample")).hasSize(10);
        Instant start = Instant.now();
        String replay = operator.started(body + ", 'confirm': 10001}", MANY);
        eventually().until(() -> operator.progress(replay).path("enqueued").asInt(0) >= 30);
        JsonNode running = operator.progress(replay);
        long most = 5 + Duration.between(start, Instant.now()).toMillis() * 20 / 1_000;
        assertThat(running.path("enqueued").asLong(0)).isLessThanOrEqualTo(most);
        assertThat(running.path("state").asString("")).isEqualTo("running");
        assertThat(client.get("/api/deliveries/replays").at("/replays/0/id").asString(""))
                .isEqualTo(replay);
        JsonNode cancelled = operator.cancelReplay(replay);
        assertThat(cancelled.path("state").asString("")).isEqualTo("cancelled");
        assertThat(cancelled.path("finishedAt").isString()).isTrue();
        long enqueued = cancelled.path("enqueued").asLong(0);
        assertThat(router.query("SELECT count(*) FROM delivery WHERE destination = 'heap' AND dead"))
                .containsExactly(String.valueOf(MANY - enqueued));
        assertThat(operator.cancelReplay(replay)).isEqualTo(cancelled); // once more changes nothing
        emptyHeap();
    }

    /** As if so many had died: that many requests would take minutes. */
    private void fillHeap(int many) {
        router.update("""
                WITH letters AS (
                    INSERT INTO event (id, xid, source, type, instance, key, at, received_at, data, body, body_at)
                    SELECT p, pg_current_xact_id(), 'evolution', 'message.received', 'heap', p::text, now(), now(), '{}', '{}', p
                    FROM (SELECT nextval('event_position') AS p FROM generate_series(1, %1$d)) AS positions
                    RETURNING id),
                tallied AS (
                    INSERT INTO delivery_tally AS t (destination, writer, accepted, died) VALUES ('heap', 0, %1$d, %1$d)
                    ON CONFLICT (destination, writer) DO UPDATE
                    SET accepted = t.accepted + excluded.accepted, died = t.died + excluded.died)
                INSERT INTO delivery (event, destination, head, dead) SELECT id, 'heap', false, true FROM letters
                """.formatted(many));
    }

    private void emptyHeap() {
        router.update("""
                WITH gone AS (DELETE FROM delivery WHERE destination = 'heap' AND dead RETURNING event)
                UPDATE delivery_tally SET discarded = discarded + (SELECT count(*) FROM gone)
                WHERE destination = 'heap' AND writer = 0
                """);
        eventually()
                .untilAsserted(
                        () -> assertThat(router.query("SELECT count(*) FROM delivery WHERE destination = 'heap'"))
                                .containsExactly("0"));
    }

    @Test
    void goesThroughManyWithoutAPauseAndEachOnce() {
        int many = 2_000;
        fillHeap(many);
        Instant start = Instant.now();
        JsonNode progress = operator.done(operator.started("{'destination': 'heap', 'rate': '1000000/s'}", many));
        assertThat(progress.path("enqueued").asInt(0)).isEqualTo(many);
        emptyHeap();
        assertThat(router.query("SELECT count(*) || ' ' || count(DISTINCT event) FROM attempt"
                        + " WHERE destination = 'heap' AND cause = 'replay' AND at >= '" + start + "'"))
                .containsExactly("2000 2000");
    }

    @Test
    void countsExactlyThroughAMixtureOfEverything() {
        List<String> letters = operator.dead(router.peer("letters"), "letters", chat, Operator.unique(6));
        assertThat(operator.cancel(letters.getFirst(), "letters").status()).isEqualTo(200);
        router.peer("later").when(request -> request.text().contains(chat)).respond(503);
        List<String> waiting = IntStream.range(0, 3)
                .mapToObj(number -> client.accept(message("later", chat, TestEvents.unique())))
                .toList();
        operator.settled("later", waiting.get(0), "retrying");
        assertThat(operator.retry(waiting.getFirst(), "later").status()).isEqualTo(202);
        eventually()
                .until(() -> client.delivery(waiting.get(0), "later")
                                .path("attempts")
                                .size()
                        == 2);
        operator.settled("later", waiting.get(0), "retrying");
        countsWhatThereIs();
        for (String event : waiting) {
            eventually().until(() -> operator.cancel(event, "later").status() == 200);
        }
        operator.done(operator.started("{'destination': 'letters', 'conversation': '" + chat + "'}", 5));
        letters.subList(1, 6).forEach(event -> operator.settled("letters", event, "delivered"));
        operator.done(operator.started(
                "{'destination': 'letters', 'state': 'delivered', 'conversation': '" + chat + "'}", 5));
        letters.subList(1, 6).forEach(event -> operator.settled("letters", event, "delivered"));
        assertThat(router.query(
                        "SELECT sum(replayed) > 0 AND sum(revived) > 0 AND sum(discarded) > 0 FROM delivery_tally"
                                + " WHERE destination = 'letters'"))
                .containsExactly("true");
        assertThat(router.query("SELECT sum(cancelled) >= 3 FROM delivery_tally WHERE destination = 'later'"))
                .containsExactly("true");
    }
}
