package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is late or dead, found and put right over HTTP. */
@ExtendWith(SharedRouter.Provider.class)
class DeadLetterIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final Operator operator;
    private final String chat = chat();

    DeadLetterIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        operator = new Operator(client);
    }

    private ScriptedPeer.Script script(String destination, String id) {
        return router.peer(destination).when(request -> request.text().contains(id));
    }

    /** A message that the destination has refused; its event. */
    private String dead(String destination, String id) {
        return operator.dead(router.peer(destination), destination, chat, List.of(id))
                .getFirst();
    }

    private JsonNode list(String query) {
        return client.get("/api/deliveries?" + query);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("deliveries")
                .valueStream()
                .map(one -> one.path("id").asString(""))
                .toList();
    }

    @Test
    void showsADeadLetterWithItsReason() {
        String event = dead("letters", unique());
        JsonNode letter = list("conversation=" + chat).at("/deliveries/0");
        assertThat(letter.path("id").asString("")).isEqualTo(event + ".letters");
        assertThat(letter.path("eventId").asString("")).isEqualTo(event);
        assertThat(letter.path("destination").asString("")).isEqualTo("letters");
        assertThat(letter.path("conversation").asString("")).isEqualTo(chat);
        assertThat(letter.path("type").asString("")).isEqualTo("message.received");
        assertThat(letter.path("state").asString("")).isEqualTo("dead");
        assertThat(letter.path("attempts").asInt(0)).isEqualTo(1);
        assertThat(letter.path("dueAt").isNull()).isTrue();
        assertThat(letter.path("lastStatus").asInt(0)).isEqualTo(422);
        assertThat(letter.path("lastError").asString("")).isEqualTo("status 422");
        JsonNode one = client.get("/api/deliveries/" + event + ".letters");
        assertThat(one.path("state").asString("")).isEqualTo("dead");
        assertThat(one.at("/attempts/0/response").asString("")).isEqualTo("no");
        assertThat(one.at("/event/conversation").asString("")).isEqualTo(chat);
    }

    @Test
    void findsDeliveriesByWhatTheyAre() {
        String event = dead("letters", unique());
        script("later", chat).respond(503);
        String retrying = operator.settled("later", client.accept(message("later", chat, unique())), "retrying");
        String pending = client.accept(message("later", chat, unique()));
        String letter = event + ".letters";
        String base = "conversation=" + chat;
        assertThat(ids(list(base))).containsExactly(pending + ".later", retrying + ".later", letter);
        assertThat(ids(list(base + "&state=pending"))).containsExactly(pending + ".later");
        assertThat(ids(list(base + "&state=retrying"))).containsExactly(retrying + ".later");
        assertThat(ids(list(base + "&state=dead"))).containsExactly(letter);
        assertThat(ids(list(base + "&destination=letters"))).containsExactly(letter);
        assertThat(ids(list(base + "&instance=letters"))).containsExactly(letter);
        assertThat(ids(list(base + "&type=message.*&state=dead"))).containsExactly(letter);
        assertThat(ids(list(base + "&type=message.sent"))).isEmpty();
        assertThat(ids(list(base + "&reason=422"))).containsExactly(letter);
        assertThat(ids(list(base + "&reason=STATUS%2050"))).containsExactly(retrying + ".later");
        assertThat(ids(list(base + "&reason=STATUS_50"))).isEmpty();
        assertThat(ids(list(base + "&since=1h&until=2099-01-01T00:00:00Z"))).hasSize(3);
        String received = client.get("/api/deliveries/" + retrying + ".later")
                .path("receivedAt")
                .asString("");
        assertThat(ids(list(base + "&until=" + received))).containsExactly(letter);
        assertThat(ids(list(base + "&since=" + received))).containsExactly(pending + ".later", retrying + ".later");
    }

    @Test
    void pagesThroughDeadLettersBothWays() {
        List<String> letters = IntStream.range(0, 5)
                .mapToObj(number -> dead("letters", unique()) + ".letters")
                .toList();
        String query = "state=dead&limit=2&conversation=" + chat;
        JsonNode newest = list(query);
        assertThat(ids(newest)).containsExactly(letters.get(4), letters.get(3));
        JsonNode older = list(query + "&before=" + newest.path("next").asString(""));
        assertThat(ids(older)).containsExactly(letters.get(2), letters.get(1));
        JsonNode oldest = list(query + "&before=" + older.path("next").asString(""));
        assertThat(ids(oldest)).containsExactly(letters.get(0));
        assertThat(oldest.path("next").isNull()).isTrue();
        assertThat(ids(list(query + "&after=0"))).containsExactly(letters.get(0), letters.get(1));
        assertThat(ids(list(query + "&after=" + letters.get(2).replace(".letters", ""))))
                .containsExactly(letters.get(3), letters.get(4));
        assertThat(ids(list("destination=letters&state=dead&limit=1&before=" + letters.get(4))))
                .containsExactly(letters.get(3));
    }

    @Test
    void givesADeadLetterAnotherChance() {
        String id = unique();
        String event = dead("letters", id);
        Answer answer = operator.retry(event, "letters");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("id").asString("")).isEqualTo(event + ".letters");
        operator.settled("letters", event, "delivered");
        JsonNode delivery = client.delivery(event, "letters");
        assertThat(delivery.at("/attempts/1/number").asInt(0)).isEqualTo(2);
        assertThat(delivery.at("/attempts/1/cause").asString("")).isEqualTo("manual");
        assertThat(router.peer("letters").requests(id))
                .extracting(request -> request.header("webhook-id"))
                .containsExactly(event, event);
    }

    @Test
    void beginsTheScheduleAnewForADeadLetter() {
        String id = unique();
        script("exhaust", id).respond(500);
        String event = operator.settled("exhaust", client.accept(message("exhaust", chat, id)), "dead");
        assertThat(operator.retry(event, "exhaust").status()).isEqualTo(202);
        eventually().until(() -> router.peer("exhaust").requests(id).size() == 6);
        operator.settled("exhaust", event, "dead");
        assertThat(client.delivery(event, "exhaust").at("/attempts/5/number").asInt(0))
                .isEqualTo(6);
    }

    @Test
    void triesAtOnceWhatWaitsForItsRetry() {
        String id = unique();
        script("later", id).respond(503).forFirst(1).respond(200);
        String event = operator.settled("later", client.accept(message("later", chat, id)), "retrying");
        assertThat(operator.retry(event, "later").status()).isEqualTo(202);
        operator.settled("later", event, "delivered");
    }

    @Test
    void deliversOnceMoreWhatHasArrived() {
        String id = unique();
        String event = operator.settled("letters", client.accept(message("letters", chat, id)), "delivered");
        assertThat(operator.retry(event, "letters").status()).isEqualTo(202);
        eventually().until(() -> router.peer("letters").requests(id).size() == 2);
        operator.settled("letters", event, "delivered");
        JsonNode attempts = client.delivery(event, "letters").path("attempts");
        assertThat(attempts.at("/1/number").asInt(0)).isEqualTo(2);
        assertThat(attempts.at("/1/cause").asString("")).isEqualTo("manual");
        assertThat(router.peer("letters").requests(id))
                .extracting(request -> request.header("webhook-id"))
                .containsExactly(event, event);
    }

    @Test
    void touchesNothingThatIsBeingAttempted() {
        String id = unique();
        script("letters", id).hang();
        String event = client.accept(message("letters", chat, id));
        eventually().until(() -> router.peer("letters").requests(id).size() == 1);
        for (Answer answer : List.of(operator.retry(event, "letters"), operator.cancel(event, "letters"))) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().path("detail").asString("")).contains("is being attempted right now");
        }
        script("letters", id).respond(200);
        operator.settled("letters", event, "delivered");
    }

    @Test
    void discardsADeadLetterAndKeepsATrace() {
        String event = dead("letters", unique());
        Answer answer = operator.cancel(event, "letters");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("state").asString("")).isEqualTo("cancelled");
        assertThat(ids(list("conversation=" + chat))).isEmpty();
        JsonNode delivery = client.delivery(event, "letters");
        assertThat(delivery.path("state").asString("")).isEqualTo("cancelled");
        assertThat(delivery.path("cancelledAt").isString()).isTrue();
        assertThat(delivery.path("attempts")).hasSize(1);
        assertThat(operator.cancel(event, "letters").status()).isEqualTo(200); // once more changes nothing
        assertThat(operator.retry(event, "letters").status()).isEqualTo(202); // and a change of mind is possible
        operator.settled("letters", event, "delivered");
    }

    @Test
    void goesOnInALaneWhoseHeadIsCancelled() {
        String stuck = unique();
        script("later", stuck).respond(503);
        String event = operator.settled("later", client.accept(message("later", chat, stuck)), "retrying");
        String next = client.accept(message("later", chat, unique()));
        assertThat(client.state(next, "later")).isEqualTo("pending");
        assertThat(operator.cancel(event, "later").status()).isEqualTo(200);
        operator.settled("later", next, "delivered");
        assertThat(client.state(event, "later")).isEqualTo("cancelled");
        assertThat(operator.cancel(next, "later").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state=delivered  | state is pending, retrying or dead, not \"delivered\"",
                "since=yesterday  | since is a moment such as",
                "limit=0          | limit is 1 to 1000.",
                "before=x         | before is the id of a delivery or an event, not \"x\".",
                "dest=crm         | There is no parameter dest; there are after, before, conversation, destination"
            })
    void saysWhatIsWrongWithAQuestion(String query, String sentence) {
        JsonNode answer = list(query);
        assertThat(answer.path("status").asInt(0)).isEqualTo(400);
        assertThat(answer.path("detail").asString("")).contains(sentence);
    }

    @Test
    void knowsNoDeliveryThatNeverWas() {
        String event = client.accept(message("nobody", chat, unique()));
        for (String id : List.of(
                "1.letters", event + ".letters", event + ".", "letters", "x.letters", "99999999999999999999.x")) {
            assertThat(client.admin("GET", "/api/deliveries/" + id, "").status())
                    .as(id)
                    .isEqualTo(404);
            assertThat(client.admin("DELETE", "/api/deliveries/" + id, "").status())
                    .as(id)
                    .isEqualTo(404);
            assertThat(client.admin("POST", "/api/deliveries/" + id + "/retry", "")
                            .status())
                    .as(id)
                    .isEqualTo(404);
        }
    }
}
