package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.RouterClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Many deliveries once more: dead letters, and what a destination has had and lost. */
@ExtendWith(SharedRouter.Provider.class)
class ReplayIntegrationTests {

    private static final int MANY = 10_001;

    private final SharedRouter router;
    private final RouterClient client;
    private final String chat = chat();

    ReplayIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    /** Whatever a test did: what was counted while it happened is what there is. */
    @AfterEach
    void countsWhatThereIs() {
        pause(false);
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
                WHERE (t.pending, t.dead, t.retrying) <> (d.pending, d.dead, d.retrying)
                """)).isEmpty();
    }

    private Answer replay(String body) {
        return client.admin("POST", "/api/deliveries/replay", body.replace('\'', '"'));
    }

    /** One that was started; its number. */
    private String started(String body, long matching) {
        Answer answer = replay(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().path("matching").asLong(0)).isEqualTo(matching);
        return answer.id();
    }

    private JsonNode progress(String replay) {
        return client.get("/api/deliveries/replays/" + replay);
    }

    @CanIgnoreReturnValue
    private JsonNode done(String replay) {
        eventually().until(() -> progress(replay).path("state").asString("").equals("done"));
        return progress(replay);
    }

    @CanIgnoreReturnValue
    private String settled(String destination, String event, String state) {
        eventually().until(() -> client.state(event, destination).equals(state));
        return event;
    }

    private void pause(boolean paused) {
        Answer answer = client.admin("PATCH", "/api/destinations/letters", "{\"paused\": " + paused + "}");
        assertThat(answer.status()).isEqualTo(200);
    }

    private List<String> arrived(String conversation) {
        return router.peer("letters").requests(conversation).stream()
                .map(Ledger::id)
                .toList();
    }

    /** Messages of a conversation that the destination has refused, and would take now. */
    @CanIgnoreReturnValue
    private List<String> dead(String conversation, List<String> ids) {
        router.peer("letters")
                .when(request -> request.text().contains(conversation))
                .respond(422)
                .forFirst(ids.size())
                .respond(200);
        return ids.stream()
                .map(id -> settled("letters", client.accept(message("letters", conversation, id)), "dead"))
                .toList();
    }

    private static List<String> unique(int count) {
        return Stream.generate(TestEvents::unique).limit(count).toList();
    }

    @Test
    void saysWhatAReplayWouldDoAndDoesNothing() {
        List<String> events = dead(chat, unique(12));
        Answer answer = replay("{'destination': 'letters', 'conversation': '" + chat + "', 'dryRun': true}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("matching").asInt(0)).isEqualTo(12);
        assertThat(answer.json()
                        .path("sample")
                        .valueStream()
                        .map(one -> one.path("eventId").asString("")))
                .isEqualTo(events.subList(0, 10));
        assertThat(answer.json().at("/sample/0/state").asString("")).isEqualTo("dead");
        assertThat(answer.json().at("/sample/0/lastStatus").asInt(0)).isEqualTo(422);
        assertThat(events)
                .allSatisfy(event -> assertThat(client.state(event, "letters")).isEqualTo("dead"));
    }

    @Test
    void replaysDeadLettersInOrderInFrontOfWhatHasComeSince() {
        List<String> chats = List.of(chat, chat(), chat());
        List<String> events =
                chats.stream().flatMap(one -> dead(one, unique(6)).stream()).toList();
        List<List<String>> letters = chats.stream().map(this::arrived).toList();
        String since = client.get("/api/deliveries/" + events.getFirst() + ".letters")
                .path("receivedAt")
                .asString("");
        pause(true);
        // The first of a lane whose elders are all dead leads it, and steps back when they return.
        List<String> before = live(chats);
        done(started("{'destination': 'letters', 'since': '" + since + "', 'reason': '422'}", events.size()));
        List<String> after = live(chats);
        pause(false);
        for (int i = 0; i < chats.size(); i++) {
            String one = chats.get(i);
            List<String> all = new ArrayList<>(letters.get(i));
            all.addAll(letters.get(i));
            all.addAll(List.of(before.get(i), after.get(i)));
            eventually().untilAsserted(() -> assertThat(arrived(one)).isEqualTo(all));
        }
    }

    /** A message in each of these conversations. */
    private List<String> live(List<String> chats) {
        List<String> ids = unique(chats.size());
        for (int i = 0; i < ids.size(); i++) {
            client.accept(message("letters", chats.get(i), ids.get(i)));
        }
        return ids;
    }

    @Test
    void keepsTheOrderWhileItRunsAndMessagesComeIn() {
        List<String> letters = unique(20);
        dead(chat, letters);
        String replay =
                started("{'destination': 'letters', 'conversation': '" + chat + "', 'rate': '25/s'}", letters.size());
        List<String> live = new ArrayList<>();
        while (progress(replay).path("state").asString("").equals("running")) {
            live.addAll(unique(1));
            client.accept(message("letters", chat, live.getLast()));
        }
        eventually().until(() -> arrived(chat).size() == 2 * letters.size() + live.size());
        List<String> since = arrived(chat).subList(letters.size(), arrived(chat).size());
        assertThat(since.stream().filter(letters::contains)).isEqualTo(letters);
        assertThat(since.stream().filter(live::contains)).isEqualTo(live);
        assertThat(live).hasSizeGreaterThan(3);
    }

    @Test
    void deliversAgainWhatADestinationHasHadUnderTheSameId() {
        List<String> ids = unique(5);
        List<String> events = ids.stream()
                .map(id -> settled("letters", client.accept(message("letters", chat, id)), "delivered"))
                .toList();
        String sent =
                settled("letters", client.accept(TestEvents.sent("letters", chat, TestEvents.unique())), "delivered");
        String receivedAt = client.get("/api/deliveries/" + events.get(2) + ".letters")
                .path("receivedAt")
                .asString("");
        String body = "{'destination': 'letters', 'state': 'delivered', 'conversation': '" + chat
                + "', 'type': 'message.rec*', 'instance': 'letters', 'since': '" + receivedAt + "'";
        JsonNode dry = replay(body + ", 'dryRun': true}").json();
        assertThat(dry.path("matching").asInt(0)).isEqualTo(3);
        assertThat(dry.at("/sample/0/state").asString("")).isEqualTo("delivered");
        JsonNode progress = done(started(body + "}", 3));
        assertThat(progress.path("enqueued").asInt(0)).isEqualTo(3);
        assertThat(progress.path("skipped").asInt(-1)).isZero();
        assertThat(progress.path("finishedAt").isString()).isTrue();
        assertThat(progress.path("rate").asString("")).isEqualTo("1000/s");
        eventually().until(() -> arrived(chat).size() == 9);
        events.subList(2, 5).forEach(event -> settled("letters", event, "delivered"));
        assertThat(router.peer("letters").requests(chat).stream().skip(6).map(request -> request.header("webhook-id")))
                .isEqualTo(events.subList(2, 5));
        JsonNode attempts = client.delivery(events.get(2), "letters").path("attempts");
        assertThat(attempts.at("/1/cause").asString("")).isEqualTo("replay");
        assertThat(attempts.at("/1/number").asInt(0)).isEqualTo(2);
        assertThat(client.delivery(sent, "letters").path("attempts")).hasSize(1);
    }

    @Test
    void findsWhatHasArrivedWithoutAConversationToo() {
        List<String> events = unique(4).stream()
                .map(id -> settled("heap", client.accept(message("heap", chat(), id)), "delivered"))
                .toList();
        String waiting = events.getFirst();
        router.update("INSERT INTO delivery (event, destination, head, due_at) VALUES (" + waiting
                + ", 'heap', false, now() + interval '1 h')");
        router.update("UPDATE delivery_tally SET accepted = accepted + 1 WHERE writer = (SELECT min(writer) FROM"
                + " delivery_tally WHERE destination = 'heap') AND destination = 'heap'");
        String body = "{'destination': 'heap', 'state': 'delivered', 'since': '5m'";
        assertThat(replay(body + ", 'dryRun': true}").json().path("matching").asInt(0))
                .isGreaterThanOrEqualTo(3);
        done(started(
                body + "}",
                replay(body + ", 'dryRun': true}").json().path("matching").asInt(0)));
        events.subList(1, 4)
                .forEach(event -> eventually()
                        .until(() ->
                                client.delivery(event, "heap").path("attempts").size() == 2));
        assertThat(client.delivery(waiting, "heap").path("attempts")).hasSize(1); // it is in the queue already
        assertThat(client.admin("DELETE", "/api/deliveries/" + waiting + ".heap", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void asksWhetherSoManyAreMeantKeepsTheRateAndStopsWhenTold() {
        fillHeap();
        String body = "{'destination': 'heap', 'rate': '20/s'";
        Answer refused = replay(body + ", 'confirm': 10000}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("matching").asInt(0)).isEqualTo(MANY);
        assertThat(refused.json().path("detail").asString("")).contains("10001", "\"confirm\": 10001");
        assertThat(replay(body + "}").status()).isEqualTo(422);
        assertThat(replay(body + ", 'dryRun': true}").json().path("sample")).hasSize(10);
        Instant start = Instant.now();
        String replay = started(body + ", 'confirm': 10001}", MANY);
        eventually().until(() -> progress(replay).path("enqueued").asInt(0) >= 30);
        JsonNode running = progress(replay);
        long most = 5 + Duration.between(start, Instant.now()).toMillis() * 20 / 1_000;
        assertThat(running.path("enqueued").asLong(0)).isLessThanOrEqualTo(most);
        assertThat(running.path("state").asString("")).isEqualTo("running");
        assertThat(client.get("/api/deliveries/replays").at("/replays/0/id").asString(""))
                .isEqualTo(replay);
        JsonNode cancelled =
                client.admin("DELETE", "/api/deliveries/replays/" + replay, "").json();
        assertThat(cancelled.path("state").asString("")).isEqualTo("cancelled");
        assertThat(cancelled.path("finishedAt").isString()).isTrue();
        long enqueued = cancelled.path("enqueued").asLong(0);
        assertThat(router.query("SELECT count(*) FROM delivery WHERE destination = 'heap' AND dead"))
                .containsExactly(String.valueOf(MANY - enqueued));
        assertThat(client.admin("DELETE", "/api/deliveries/replays/" + replay, "")
                        .status())
                .isEqualTo(200);
        emptyHeap();
    }

    /** As if so many had died: that many requests would take minutes. */
    private void fillHeap() {
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
                """.formatted(MANY));
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
    void goesThroughManyWithoutAPause() {
        fillHeap();
        JsonNode progress = done(started("{'destination': 'heap', 'rate': '1000000/s', 'confirm': 10001}", MANY));
        assertThat(progress.path("enqueued").asInt(0)).isEqualTo(MANY);
        emptyHeap();
        assertThat(router.query("SELECT count(*) FROM attempt WHERE destination = 'heap' AND cause = 'replay'"
                        + " AND event > (SELECT max(event) - 100000 FROM attempt WHERE destination = 'heap')"
                        + " GROUP BY event HAVING count(*) > 1"))
                .isEmpty();
    }

    @Test
    void makesNoReplayOfNothing() {
        Answer answer = replay("{'destination': 'letters', 'conversation': 'nobody'}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("matching").asInt(-1)).isZero();
        assertThat(answer.json().path("detail").asString("")).isEqualTo("Nothing matches; there is nothing to replay.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                             | destination is missing",
                "{'destination': 'lettres'}                     | There is no destination lettres; there are",
                "{'destination': 'letters', 'dryrun': true}     | There is no dryrun; did you mean \"dryRun\"?",
                "{'destination': 'letters', 'rate': 'fast'}     | rate: \"fast\" is no rate; write it like 50/s, 100/m or 1000/h."
            })
    void saysWhatIsWrong(String body, String sentence) {
        Answer answer = replay(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString("")).contains(sentence);
    }

    @Test
    void knowsNoReplayThatNeverWas() {
        for (String id : List.of("0", "x")) {
            assertThat(progress(id).path("status").asInt(0)).isEqualTo(404);
            assertThat(client.admin("DELETE", "/api/deliveries/replays/" + id, "")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void countsExactlyThroughAMixtureOfEverything() {
        List<String> letters = dead(chat, unique(6));
        assertThat(client.admin("DELETE", "/api/deliveries/" + letters.get(0) + ".letters", "")
                        .status())
                .isEqualTo(200);
        router.peer("later").when(request -> request.text().contains(chat)).respond(503);
        List<String> waiting = IntStream.range(0, 3)
                .mapToObj(number -> client.accept(message("later", chat, TestEvents.unique())))
                .toList();
        settled("later", waiting.get(0), "retrying");
        assertThat(client.admin("POST", "/api/deliveries/" + waiting.get(0) + ".later/retry", "")
                        .status())
                .isEqualTo(202);
        eventually()
                .until(() -> client.delivery(waiting.get(0), "later")
                                .path("attempts")
                                .size()
                        == 2);
        settled("later", waiting.get(0), "retrying");
        countsWhatThereIs();
        for (String event : waiting) {
            eventually()
                    .until(() -> client.admin("DELETE", "/api/deliveries/" + event + ".later", "")
                                    .status()
                            == 200);
        }
        done(started("{'destination': 'letters', 'conversation': '" + chat + "'}", 5));
        letters.subList(1, 6).forEach(event -> settled("letters", event, "delivered"));
        done(started("{'destination': 'letters', 'state': 'delivered', 'conversation': '" + chat + "'}", 5));
        letters.subList(1, 6).forEach(event -> settled("letters", event, "delivered"));
        assertThat(router.query(
                        "SELECT sum(replayed) > 0 AND sum(revived) > 0 AND sum(discarded) > 0 FROM delivery_tally"
                                + " WHERE destination = 'letters'"))
                .containsExactly("true");
        assertThat(router.query("SELECT sum(cancelled) >= 3 FROM delivery_tally WHERE destination = 'later'"))
                .containsExactly("true");
    }
}
