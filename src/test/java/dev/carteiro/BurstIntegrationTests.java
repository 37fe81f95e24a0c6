package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Destinations with debounce. */
@ExtendWith(SharedRouter.Provider.class)
class BurstIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final Operator operator;
    private final String chat = chat();

    BurstIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        operator = new Operator(client);
    }

    /** The sums that are kept are those of the rows that are there. */
    @AfterEach
    void tallies() {
        assertThat(router.query("""
                SELECT t.pending - d.pending || ' ' || t.dead - d.dead || ' ' || t.retrying - d.retrying
                FROM (SELECT sum(accepted + replayed + revived - delivered - died - cancelled) AS pending,
                             sum(died - revived - discarded) AS dead, sum(retrying) AS retrying
                      FROM delivery_tally WHERE destination = 'gathered') t,
                     (SELECT count(*) FILTER (WHERE NOT dead) AS pending, count(*) FILTER (WHERE dead) AS dead,
                             count(*) FILTER (WHERE NOT dead AND cause = 'retry') AS retrying
                      FROM delivery WHERE destination = 'gathered') d
                """)).isSubsetOf("0 0 0", "null");
    }

    private ScriptedPeer.Script script(String destination) {
        return router.peer(destination).when(request -> request.text().contains(chat));
    }

    private List<Request> requests(String destination) {
        return router.peer(destination).requests(chat);
    }

    /** The messages in each request, in the order in which they came. */
    private List<List<String>> bursts(String destination) {
        return requests(destination).stream().map(BurstIntegrationTests::ids).toList();
    }

    private static List<String> ids(Request request) {
        return JsonMapper.shared()
                .readTree(request.body())
                .valueStream()
                .map(one -> one.at("/data/key/id").asString(""))
                .toList();
    }

    private List<String> post(String destination, List<String> ids) {
        return ids.stream()
                .map(id -> client.accept(message(destination, chat, id)))
                .toList();
    }

    /** All of them are there before the first of them may go, on however slow a machine. */
    private List<String> postTogether(String destination, List<String> ids) {
        operator.pause(destination, true);
        try {
            return post(destination, ids);
        } finally {
            operator.pause(destination, false);
        }
    }

    private static Instant time(JsonNode text) {
        return Instant.parse(text.asString(""));
    }

    private void settled(String destination, List<String> events, String state) {
        events.forEach(event -> operator.settled(destination, event, state));
    }

    private List<String> attempts(String event) {
        return client.delivery(event, "gathered")
                .path("attempts")
                .valueStream()
                .map(attempt -> attempt.path("number").asInt(0) + " "
                        + attempt.path("cause").asString("") + " "
                        + attempt.path("outcome").asString(""))
                .toList();
    }

    @Test
    void sendsWhatAConversationBringsInOneRequest() {
        List<String> ids = Operator.unique(5);
        List<String> events = post("talkative", ids);
        settled("talkative", events, "delivered");
        assertThat(bursts("talkative")).containsExactly(ids);
        assertThat(requests("talkative").getFirst().header("webhook-id")).isEqualTo(events.getFirst());
        JsonNode last = client.get("/api/events/" + events.getLast());
        assertThat(Duration.between(time(last.at("/event/receivedAt")), time(last.at("/deliveries/0/attempts/0/at"))))
                .isGreaterThan(Duration.ofMillis(1_900));
    }

    @Test
    void sendsAnArrayOfOneWhereNothingElseCame() {
        String body = message("gathered", chat, unique());
        operator.settled("gathered", client.accept(body), "delivered");
        assertThat(requests("gathered")).extracting(Request::text).containsExactly("[" + body + "]");
    }

    @Test
    void sendsSoManyAtMost() {
        List<String> ids = Operator.unique(7);
        settled("handful", postTogether("handful", ids), "delivered");
        assertThat(bursts("handful")).containsExactly(ids.subList(0, 3), ids.subList(3, 6), ids.subList(6, 7));
    }

    @Test
    void waitsNoLongerThanItMayAndKeepsNoOtherConversationWaiting() {
        String other = chat();
        client.accept(message("restless", other, unique()));
        List<String> ids = new ArrayList<>();
        List<String> events = new ArrayList<>();
        eventually().pollInterval(Duration.ofMillis(100)).until(() -> {
            ids.add(unique());
            events.addAll(post("restless", ids.subList(ids.size() - 1, ids.size())));
            return !requests("restless").isEmpty();
        });
        assertThat(router.peer("restless").requests(other)).hasSize(1);
        settled("restless", events, "delivered");
        assertThat(bursts("restless").stream().flatMap(List::stream)).containsExactlyElementsOf(ids);
        assertThat(bursts("restless").getFirst())
                .as("2 s of a message each 100 ms, and not the 100 that it may hold")
                .hasSizeBetween(2, 60);
    }

    @Test
    void showsWhatWaitsAsPendingAndSendsWhatHasNoConversationAtOnce() {
        String event = post("patience", Operator.unique(1)).getFirst();
        String connection = client.accept(TestEvents.connection("patience", "open"));
        operator.settled("patience", connection, "delivered");
        assertThat(client.state(event, "patience")).isEqualTo("pending");
        JsonNode waiting = client.get("/api/deliveries/" + event + ".patience");
        assertThat(Duration.between(time(waiting.path("receivedAt")), time(waiting.path("dueAt"))))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        assertThat(waiting.path("attempts").size()).isZero();
        assertThat(requests("patience")).isEmpty();
    }

    @Test
    void repeatsABurstAsItWasAndSendsWhatCameMeanwhileNext() {
        script("gathered").respond(503).forFirst(1).respond(200);
        List<String> ids = Operator.unique(6);
        List<String> events = postTogether("gathered", ids.subList(0, 5));
        operator.settled("gathered", events.getFirst(), "retrying");
        String sixth = post("gathered", ids.subList(5, 6)).getFirst();
        assertThat(client.state(events.get(1), "gathered")).isEqualTo("pending");
        assertThat(operator.retry(events.getFirst(), "gathered").status()).isEqualTo(202);
        settled("gathered", events, "delivered");
        operator.settled("gathered", sixth, "delivered");
        assertThat(bursts("gathered")).containsExactly(ids.subList(0, 5), ids.subList(0, 5), ids.subList(5, 6));
        assertThat(requests("gathered"))
                .extracting(request -> request.header("webhook-id"))
                .containsExactly(events.getFirst(), events.getFirst(), sixth);
        assertThat(attempts(events.getFirst())).containsExactly("1 first deferred", "2 manual delivered");
        assertThat(attempts(events.getLast())).containsExactly("1 first delivered");
    }

    @Test
    void makesDeadLettersOfABurstAndOneBurstOfThemAndWhatCameMeanwhile() {
        script("gathered").respond(422).forFirst(1).respond(200);
        List<String> ids = Operator.unique(5);
        List<String> events = postTogether("gathered", ids);
        settled("gathered", events, "dead");
        operator.pause("gathered", true);
        operator.done(operator.started(
                "{'destination': 'gathered', 'state': 'dead', 'conversation': '" + chat + "'}", events.size()));
        operator.settled("gathered", events.getFirst(), "pending");
        List<String> all = new ArrayList<>(ids);
        all.add(unique());
        String sixth = post("gathered", all.subList(5, 6)).getFirst();
        operator.pause("gathered", false);
        settled("gathered", events, "delivered");
        operator.settled("gathered", sixth, "delivered");
        assertThat(bursts("gathered")).containsExactly(ids, all);
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(attempts(event)).containsExactly("1 first refused", "2 replay delivered"));
    }

    @Test
    void gathersAnewWhatACancelledHeadLeavesBehind() {
        script("gathered").respond(503).forFirst(1).respond(200);
        List<String> ids = Operator.unique(3);
        List<String> events = postTogether("gathered", ids);
        operator.settled("gathered", events.getFirst(), "retrying");
        assertThat(operator.cancel(events.getFirst(), "gathered").status()).isEqualTo(200);
        settled("gathered", events.subList(1, 3), "delivered");
        assertThat(client.state(events.getFirst(), "gathered")).isEqualTo("cancelled");
        assertThat(bursts("gathered")).containsExactly(ids, ids.subList(1, 3));
        assertThat(requests("gathered").getLast().header("webhook-id")).isEqualTo(events.get(1));
    }

    @Test
    void letsNobodyCancelWhatIsOnItsWay() {
        script("gathered").respond(200).after(Duration.ofSeconds(2));
        List<String> events = postTogether("gathered", Operator.unique(2));
        eventually().until(() -> requests("gathered").size() == 1);
        assertThat(operator.cancel(events.getLast(), "gathered").status()).isEqualTo(409);
        settled("gathered", events, "delivered");
    }

    @Test
    void makesOneBurstOfALaneInWhichTwoReplicasWroteAtOnce() {
        List<String> ids = Operator.unique(4);
        operator.pause("gathered", true);
        List<String> events = post("gathered", ids);
        router.update("UPDATE delivery SET head = true WHERE event = " + events.get(1));
        operator.pause("gathered", false);
        settled("gathered", events, "delivered");
        assertThat(bursts("gathered")).containsExactly(ids);
    }

    @Test
    void keepsWhatItHoldsInMemoryWithinBounds() {
        operator.pause("gathered", true);
        List<String> bodies = Operator.unique(3).stream()
                .map(id -> message("gathered", chat, id)
                        .replace("\"apikey\": null", "\"filler\": \"" + "a".repeat(3 << 20) + "\""))
                .toList();
        List<String> events = bodies.stream().map(client::accept).toList();
        operator.pause("gathered", false);
        settled("gathered", events, "delivered");
        assertThat(requests("gathered"))
                .extracting(Request::text)
                .containsExactly("[" + bodies.get(0) + "," + bodies.get(1) + "]", "[" + bodies.get(2) + "]");
    }
}
