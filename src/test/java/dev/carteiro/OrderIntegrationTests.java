package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedRouter.Provider.class)
class OrderIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;
    private final String chat = chat();

    OrderIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    @CanIgnoreReturnValue
    private String post(String destination, String conversation, String id) {
        return client.accept(message(destination, conversation, id));
    }

    /** The messages of a conversation in the order in which their attempts came. */
    private List<String> attempts(String destination, String conversation) {
        return router.peer(destination).requests(conversation).stream()
                .map(Ledger::id)
                .toList();
    }

    @Test
    void letsAConversationWaitForItsFirstAndOthersGoOn() {
        List<String> ids = Stream.generate(TestEvents::unique).limit(4).toList();
        String other = chat();
        String others = unique();
        router.peer("order")
                .when(request -> request.text().contains(ids.getFirst()))
                .respond(503)
                .forFirst(2)
                .respond(200);
        ids.forEach(id -> post("order", chat, id));
        post("order", other, others);
        eventually().until(() -> attempts("order", chat).contains(ids.getLast()));
        String first = ids.getFirst();
        assertThat(attempts("order", chat)).containsExactly(first, first, first, ids.get(1), ids.get(2), ids.get(3));
        List<String> all =
                router.peer("order").requests().stream().map(Ledger::id).toList();
        assertThat(all.indexOf(others)).isLessThan(all.lastIndexOf(first));
    }

    @Test
    void goesOnInAConversationBehindADeadLetter() {
        String dead = unique();
        String next = unique();
        router.peer("order")
                .when(request -> request.text().contains(dead))
                .respond(422)
                .saying("no such field");
        String deadId = post("order", chat, dead);
        String nextId = post("order", chat, next);
        eventually().until(() -> client.state(nextId, "order").equals("delivered"));
        assertThat(client.state(deadId, "order")).isEqualTo("dead");
        assertThat(client.delivery(deadId, "order").at("/attempts/0/response").asString(""))
                .isEqualTo("no such field");
        assertThat(attempts("order", chat)).containsExactly(dead, next);
    }

    @Test
    void keepsTheOrderOfEachOfManyConversationsUnderLoad() {
        List<String> chats = Stream.generate(TestEvents::chat).limit(10).toList();
        List<String> ids = Stream.generate(TestEvents::unique).limit(20).toList();
        ids.forEach(id -> chats.parallelStream().forEach(one -> post("order", one, one + id)));
        chats.forEach(one -> eventually()
                .untilAsserted(() -> assertThat(attempts("order", one))
                        .isEqualTo(ids.stream().map(id -> one + id).toList())));
    }

    @Test
    void mendsALaneThatHasNoHead() {
        // What a crash between two statements could leave: deliveries that nobody may claim.
        String stuck = unique();
        String behind = unique();
        router.peer("mended")
                .when(request -> request.text().contains(stuck))
                .respond(503)
                .forFirst(1)
                .respond(200);
        String id = post("mended", chat, stuck);
        String last = post("mended", chat, behind);
        eventually().until(() -> client.state(id, "mended").equals("retrying"));
        assertThat(router.update("UPDATE delivery SET head = false WHERE event IN (" + id + ", " + last + ")"))
                .isEqualTo(2);
        // Whoever is written behind it looks after the lane.
        post("mended", chat, unique());
        eventually().until(() -> client.state(last, "mended").equals("delivered"));
        assertThat(attempts("mended", chat)).startsWith(stuck, stuck, behind);
    }

    @Test
    void letsTheOldestOfALaneLeadWhereAYoungerOneDoes() {
        String first = unique();
        String second = unique();
        router.peer("later")
                .when(request -> request.text().contains(first))
                .respond(503)
                .forFirst(1)
                .respond(200);
        String firstId = post("later", chat, first);
        String secondId = post("later", chat, second);
        eventually().until(() -> client.state(firstId, "later").equals("retrying"));
        String both = "event IN (" + firstId + ", " + secondId + ")";
        router.update(
                "UPDATE delivery SET head = event = " + secondId + ", due_at = now() + interval '1 h' WHERE " + both);
        // Whoever is written behind them looks after the lane.
        String third = post("later", chat, unique());
        eventually()
                .until(() -> router.query("SELECT event FROM delivery WHERE head AND " + both)
                        .equals(List.of(firstId)));
        router.update("UPDATE delivery SET due_at = now() WHERE " + both);
        eventually().until(() -> client.state(third, "later").equals("delivered"));
        assertThat(attempts("later", chat)).startsWith(first, first, second);
    }

    @Test
    void givesBackWhatAReplicaHeldThatIsGone() {
        String held = unique();
        router.peer("mended")
                .when(request -> request.text().contains(held))
                .respond(503)
                .forFirst(1)
                .respond(200);
        String id = post("mended", chat, held);
        eventually().until(() -> client.state(id, "mended").equals("retrying"));
        router.update(
                "INSERT INTO replica (lease, seen_at) OVERRIDING SYSTEM VALUE VALUES (987654, now() - interval '1 h')"
                        + " ON CONFLICT DO NOTHING");
        router.update("UPDATE delivery SET lease = 987654 WHERE event = " + id);
        eventually().until(() -> client.state(id, "mended").equals("delivered"));
    }

    @Test
    void neverLeavesTwoHeadsInALaneIntoWhichSomebodyWritesInTheSameMoment() {
        Operator operator = new Operator(client);
        String letter = operator.dead(router.peer("letters"), "letters", chat, List.of(unique()))
                .getFirst();
        String younger = String.valueOf(Long.parseLong(letter) + 1);
        operator.pause("letters", true);
        try {
            CompletableFuture<Long> writing = CompletableFuture.supplyAsync(() -> writeSlowly(younger));
            eventually()
                    .until(() -> router.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                            .equals(List.of("1")));
            assertThat(operator.retry(letter, "letters").status()).isEqualTo(202);
            assertThat(writing.join()).isEqualTo(1);
            assertThat(router.query("SELECT event || ' ' || head FROM delivery WHERE lane = 'letters/" + chat
                            + "' ORDER BY event"))
                    .containsExactly(letter + " true", younger + " false");
        } finally {
            router.update("DELETE FROM delivery WHERE event = " + younger);
            operator.pause("letters", false);
        }
        operator.settled("letters", letter, "delivered");
    }

    /** As the front door does, but slowly: it finds the lane empty, and when it is written the lane is not. */
    private long writeSlowly(String event) {
        return router.update("""
                INSERT INTO delivery (event, destination, lane, head)
                SELECT %1$s, 'letters', 'letters/%2$s',
                       (SELECT event FROM delivery
                        WHERE destination = 'letters' AND lane = 'letters/%2$s' AND NOT dead LIMIT 1) IS NULL
                FROM pg_sleep(0.7)
                """.formatted(event, chat));
    }
}
