package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Room;
import dev.carteiro.store.Database;
import dev.carteiro.store.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * However long the log and the queue are, PostgreSQL looks up what is claimed, settled and shown, and reads neither as a whole.
 * PostgreSQL 15 is the hardest to convince: see {@code CARTEIRO_TEST_DATABASE_URL}.
 */
@ExtendWith(DatabaseServer.Provider.class)
class QueuePlansIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long OURS = 7;

    /** So that a statement is planned for any values, too, which PostgreSQL considers after five. */
    private static final int TURNS = 8;

    private static final int AT_ONCE = 20;

    private static final int EVENTS = 30_000;

    private static final String MANY_EVENTS = """
            WITH logged AS (
                INSERT INTO event (id, xid, source, type, conversation, key, at, received_at, data, body, body_at)
                SELECT n, pg_current_xact_id(), 'wa', 'message.received', 'talk ' || n %% 500, n, now(), now(), '{}', '{}', n
                FROM generate_series(1, %d) n
                RETURNING id)
            INSERT INTO delivery (event, destination, lane, head)
            SELECT id, 'crm', 'lane ' || id %% 500, id <= 500 FROM logged
            """.formatted(EVENTS);

    private final DatabaseServer databases;

    QueuePlansIntegrationTests(DatabaseServer databases) {
        this.databases = databases;
    }

    @Test
    void looksUpWhatItClaimsAndSettles() throws SQLException {
        readsFewRowsFor(QueuePlansIntegrationTests::claimAndSettle);
    }

    @Test
    void findsDeliveriesOfAConversationByItsEvents() throws SQLException {
        DeliveryFilter filter = new DeliveryFilter(null, null, null, "talk 7", null, null, null, null);
        DeliveryQuery query = new DeliveryQuery(filter, null, null, AT_ONCE);
        readsFewRowsFor(database -> {
            for (int turn = 0; turn < TURNS; turn++) {
                assertThat(new Deliveries(database).page(query).collectList().block(PATIENCE))
                        .hasSize(AT_ONCE);
            }
        });
    }

    private void readsFewRowsFor(Consumer<Database> work) throws SQLException {
        try (DatabaseServer.Own server = databases.database();
                Connection connection = server.connect();
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(MANY_EVENTS);
            // As autovacuum does, which leaves the log as a whole alone.
            jdbc.execute("ANALYZE event_default, delivery");
            work.accept(server.as("delivery"));
            server.disconnect();
            await().atMost(PATIENCE).until(() -> one(jdbc, """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = 'carteiro-delivery'""") == 0);
            assertThat(read(jdbc, "event_default")).isBetween(AT_ONCE * TURNS, EVENTS / 2);
            assertThat(read(jdbc, "delivery")).isBetween(AT_ONCE * TURNS, EVENTS / 2);
        }
    }

    private static void claimAndSettle(Database database) {
        SqlQueue queue = new SqlQueue(database);
        Chain chain = new Chain(List.of("crm"), OURS);
        for (int turn = 0; turn < TURNS; turn++) {
            List<Delivery> claimed = Objects.requireNonNull(queue.claim("crm", new Room(AT_ONCE, AT_ONCE), OURS)
                    .collectList()
                    .block(PATIENCE));
            assertThat(claimed).hasSize(AT_ONCE);
            List<Settlement> ended = claimed.stream()
                    .map(delivery -> new Settlement(Attempted.alone(delivery, OK), new Verdict.Done(), NOW, 1))
                    .toList();
            assertThat(queue.settle(ended, List.of(), chain).collectList().block(PATIENCE))
                    .as("each lane has another one")
                    .hasSize(AT_ONCE);
        }
    }

    /** So many rows of the table were read by anybody. */
    private static int read(Statement jdbc, String table) throws SQLException {
        return one(jdbc, """
                SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = '%s'""".formatted(table));
    }

    private static int one(Statement jdbc, String query) throws SQLException {
        try (ResultSet rows = jdbc.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }
}
