package dev.carteiro.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.DatabaseServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of some conversations are found without a look at all the others. */
@ExtendWith(DatabaseServer.Provider.class)
class AmongIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CONVERSATIONS = 2_000;
    private static final int EACH = 20;

    private final DatabaseServer.Own server;
    private final Database database;

    AmongIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        database = server.database();
        update("""
                INSERT INTO event (id, xid, source, type, scope, conversation, key, at, received_at, data, body_at)
                SELECT n, '1'::xid8, 'evolution', 'message.received', 'scope', 'chat-' || n %% %d, n::text, now(), now(), '{}', n
                FROM generate_series(1, %d) AS n
                """.formatted(CONVERSATIONS, CONVERSATIONS * EACH));
        update("ANALYZE event");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void update(String statement) {
        database.sql(statement).then().block(PATIENCE);
    }

    private long read() {
        update("SELECT pg_stat_force_next_flush()");
        return Objects.requireNonNull(database.sql(
                        "SELECT sum(idx_tup_read)::bigint AS n FROM pg_stat_user_indexes WHERE relname LIKE 'event%'")
                .map(row -> Columns.required(row, "n", Long.class))
                .one()
                .block(PATIENCE));
    }

    private List<Long> page(EventQuery query) {
        return Objects.requireNonNull(new EventLog(database)
                .page(query)
                .map(event -> event.envelope().position())
                .collectList()
                .block(PATIENCE));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void readsOnlyTheirEvents(int limit) {
        List<String> among = List.of("chat-7", "chat-9", "nobody", "nobody-either");
        long before = read();

        List<Long> found = page(new EventQuery(null, null, limit, null, null, null, null, among));

        assertThat(found).hasSize(Math.min(limit, 2 * EACH)).startsWith(38_009L, 38_007L, 36_009L);
        assertThat(read() - before).isBetween(1L, 200L);
    }

    @Test
    void goesOnFromAPosition() {
        List<String> among = List.of("chat-7", "chat-9");
        assertThat(page(new EventQuery(8L, null, 2, null, null, null, null, among)))
                .containsExactly(9L, 2_007L);
    }
}
