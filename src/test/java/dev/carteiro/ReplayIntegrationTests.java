package dev.carteiro;

import static dev.carteiro.Operator.unique;
import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.RouterClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Many deliveries once more: dead letters, and what a destination has had and lost. */
@ExtendWith(SharedRouter.Provider.class)
class ReplayIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final Operator operator;
    private final String chat = chat();

    ReplayIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        operator = new Operator(client);
    }

    @AfterEach
    void resume() {
        operator.pause("letters", false);
    }

    private List<String> arrived(String conversation) {
        return router.peer("letters").requests(conversation).stream()
                .map(Ledger::id)
                .toList();
    }

    @CanIgnoreReturnValue
    private List<String> dead(String conversation, List<String> ids) {
        return operator.dead(router.peer("letters"), "letters", conversation, ids);
    }

    @Test
    void saysWhatAReplayWouldDoAndDoesNothing() {
        List<String> events = dead(chat, unique(12));
        Answer answer = operator.replay("{'destination': 'letters', 'conversation': '" + chat + "', 'dryRun': true}");
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
        operator.pause("letters", true);
        // The first of a lane whose elders are all dead leads it, and steps back when they return.
        List<String> before = live(chats);
        operator.done(operator.started(
                "{'destination': 'letters', 'since': '" + since + "', 'reason': '422'}", events.size()));
        List<String> after = live(chats);
        operator.pause("letters", false);
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
        String replay = operator.started(
                "{'destination': 'letters', 'conversation': '" + chat + "', 'rate': '25/s'}", letters.size());
        List<String> live = new ArrayList<>();
        while (operator.progress(replay).path("state").asString("").equals("running")) {
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
                .map(id -> operator.settled("letters", client.accept(message("letters", chat, id)), "delivered"))
                .toList();
        String sent = operator.settled(
                "letters", client.accept(TestEvents.sent("letters", chat, TestEvents.unique())), "delivered");
        String receivedAt = client.get("/api/deliveries/" + events.get(2) + ".letters")
                .path("receivedAt")
                .asString("");
        String body = "{'destination': 'letters', 'state': 'delivered', 'conversation': '" + chat
                + "', 'type': 'message.rec*', 'instance': 'letters', 'since': '" + receivedAt + "'";
        JsonNode dry = operator.dry(body + "}");
        assertThat(dry.path("matching").asInt(0)).isEqualTo(3);
        assertThat(dry.at("/sample/0/state").asString("")).isEqualTo("delivered");
        JsonNode progress = operator.done(operator.started(body + "}", 3));
        assertThat(progress.path("enqueued").asInt(0)).isEqualTo(3);
        assertThat(progress.path("skipped").asInt(-1)).isZero();
        assertThat(progress.path("finishedAt").isString()).isTrue();
        assertThat(progress.path("rate").asString("")).isEqualTo("1000/s");
        eventually().until(() -> arrived(chat).size() == 9);
        events.subList(2, 5).forEach(event -> operator.settled("letters", event, "delivered"));
        assertThat(router.peer("letters").requests(chat).stream().skip(6).map(request -> request.header("webhook-id")))
                .isEqualTo(events.subList(2, 5));
        JsonNode attempts = client.delivery(events.get(2), "letters").path("attempts");
        assertThat(attempts.at("/1/cause").asString("")).isEqualTo("replay");
        assertThat(attempts.at("/1/number").asInt(0)).isEqualTo(2);
        assertThat(client.delivery(sent, "letters").path("attempts")).hasSize(1);
    }

    @Test
    void makesNoReplayOfNothing() {
        Answer answer = operator.replay("{'destination': 'letters', 'conversation': 'nobody'}");
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
        Answer answer = operator.replay(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString("")).contains(sentence);
    }

    @Test
    void knowsNoReplayThatNeverWas() {
        for (String id : List.of("0", "x")) {
            assertThat(operator.progress(id).path("status").asInt(0)).isEqualTo(404);
            assertThat(client.admin("DELETE", "/api/deliveries/replays/" + id, "")
                            .status())
                    .isEqualTo(404);
        }
    }
}
