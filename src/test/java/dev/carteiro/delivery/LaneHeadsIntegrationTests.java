package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static dev.carteiro.delivery.TestDeliveries.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.delivery.DeliveryQueue.Moved;
import dev.carteiro.delivery.DeliveryQueue.Room;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Presence;
import dev.carteiro.store.Database;
import dev.carteiro.store.DatabaseServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

/** Which delivery becomes head of its lane, and whose it is then, in PostgreSQL itself. */
@ExtendWith(DatabaseServer.Provider.class)
class LaneHeadsIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long OURS = 7;

    private static final Chain CHAIN = new Chain(List.of("crm"), OURS);

    private final DatabaseServer.Own server;
    private final Database database;
    private final SqlQueue queue;
    private long nextKey = 1_000;

    LaneHeadsIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        database = server.database();
        queue = new SqlQueue(database);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void event(int id, String lane, boolean head) {
        database.sql("""
                        WITH logged AS (
                            INSERT INTO event (id, xid, source, type, key, at, received_at, data, body, body_at)
                            VALUES (%1$d, pg_current_xact_id(), 'wa', 'message.received', '%1$d', now(), now(), '{}', '{}', %1$d))
                        INSERT INTO delivery (event, destination, lane, head) VALUES (%1$d, 'crm', '%2$s', %3$s)
                        """.formatted(id, lane, head)).then().block(PATIENCE);
    }

    private List<Delivery> claimed() {
        return Objects.requireNonNull(
                queue.claim("crm", new Room(100, 100), OURS).collectList().block(PATIENCE));
    }

    /** Of each that became head its event, or "claim" where it is to be claimed. */
    private static List<String> moved(Flux<Moved> moved) {
        return Objects.requireNonNull(
                moved.map(one -> shown(one.delivery())).collectSortedList().block(PATIENCE));
    }

    private static String shown(@Nullable Delivery delivery) {
        return delivery == null ? "claim" : delivery.position() + " under " + delivery.lease();
    }

    private static Lane lane(String name) {
        return new Lane("crm", name);
    }

    private static Settlement delivered(Delivery delivery) {
        return new Settlement(Attempted.alone(delivery, OK), new Verdict.Done(), NOW, 1);
    }

    @Test
    void leasesTheFirstOfALaneThatHasNoHead() {
        event(1, "Ana", false);
        event(2, "Ana", false);
        event(3, "Bia", true);
        event(4, "Bia", false);
        assertThat(moved(queue.promote(List.of(lane("Ana"), lane("Bia"), lane("Caio")), CHAIN)))
                .containsExactly("1 under 7");
        assertThat(moved(queue.promote(List.of(lane("Ana")), CHAIN)))
                .as("there is one now")
                .isEmpty();
    }

    @Test
    void leavesItToBeClaimedWhereNoLaneMayGoOnByItself() {
        event(1, "Ana", false);
        assertThat(moved(queue.promote(List.of(lane("Ana")), Chain.NONE))).containsExactly("claim");
        assertThat(claimed()).extracting(Delivery::position).containsExactly(1L);
    }

    @Test
    void givesLanesAHeadWhileItSettlesOthers() {
        event(1, "Ana", true);
        Delivery first = claimed().get(0);
        event(2, "Ana", false);
        event(3, "Bia", false);
        event(4, "Bia", false);
        event(5, "Caio", true);
        event(6, "Caio", false);
        assertThat(moved(queue.settle(
                        List.of(delivered(first)),
                        List.of(lane("Bia"), lane("Caio"), lane("Ana"), lane("Davi")),
                        CHAIN)))
                .containsExactly("2 under 7", "3 under 7");
        assertThat(claimed())
                .as("what was head already, and in nobody's hands")
                .extracting(Delivery::position)
                .containsExactly(5L);
    }

    @Test
    void waitsForAHeadThatIsBeingWorkedOn() {
        event(2, "Ana", true);
        Delivery second = claimed().get(0);
        event(1, "Ana", false); // put back by hand, in front of it
        event(3, "Bia", true);
        assertThat(moved(queue.settle(List.of(delivered(claimed().get(0))), List.of(lane("Ana")), CHAIN)))
                .isEmpty();
        assertThat(moved(queue.promote(List.of(lane("Ana")), CHAIN))).isEmpty();
        assertThat(moved(queue.settle(List.of(delivered(second)), List.of(), CHAIN)))
                .containsExactly("1 under 7");
    }

    @Test
    void trustsTheHeadThatItWritesAndTheOneThatWaits() {
        assertThat(suspectedAfter("Ana", 3)).as("the first of them is head").isEmpty();
        assertThat(suspectedAfter("Ana", 2)).as("it waits to be claimed").isEmpty();
        assertThat(claimed()).hasSize(1);
        assertThat(suspectedAfter("Ana", 1)).as("somebody has it").containsExactly(lane("Ana"));
    }

    @Test
    void trustsNoLaneWhoseFirstIsNotItsHead() {
        event(1, "Bia", false);
        event(2, "Bia", true);
        assertThat(suspectedAfter("Bia", 1)).containsExactly(lane("Bia"));
    }

    /** Which lanes are suspected of having lost their head, when so many events of this one were written. */
    private List<Lane> suspectedAfter(String lane, int events) {
        TestDesk test = new TestDesk();
        List<Submission> group = IntStream.range(0, events)
                .mapToObj(i -> new Submission(
                        List.of(new Fact(
                                "wa",
                                lane,
                                null,
                                NOW,
                                Long.toString(nextKey++),
                                new Event.PresenceChanged(Presence.COMPOSING, null))),
                        List.of(List.of("crm")),
                        new Body(bytes("{}")),
                        NOW,
                        null,
                        null))
                .toList();
        assertThat(new Appender(database, test.desk).append(group).block(PATIENCE))
                .hasSize(events);
        return test.lanes.take();
    }
}
