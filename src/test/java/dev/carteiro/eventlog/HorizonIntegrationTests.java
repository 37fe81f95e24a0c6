package dev.carteiro.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Recorded;
import dev.carteiro.store.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

@ExtendWith(DatabaseServer.Provider.class)
class HorizonIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** As the appender does it, in two steps, so that somebody can come between them. */
    private static final String BEGIN = "SELECT pg_current_xact_id(), draws_positions()";

    private static final String WRITE = """
            INSERT INTO event (id, xid, source, type, key, at, received_at, data, body, body_at)
            SELECT p, pg_current_xact_id(), 'evolution', 'message.received', p, now(), now(), '{}', '', p
            FROM nextval('event_position') AS p
            """;

    private final TestLog log;
    private final LogReader reader;

    HorizonIntegrationTests(DatabaseServer server) throws SQLException {
        log = new TestLog(server);
        reader = log.walker();
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
    }

    @Test
    void waitsForAPositionThatWasDrawnByAWriterWhoBeganLater() throws SQLException {
        try (Connection first = begun();
                Connection second = begun()) {
            TestLog.execute(second, WRITE);
            TestLog.execute(first, WRITE);
            first.commit();

            assertThat(log.query("SELECT count(*) FROM event WHERE xid < pg_snapshot_xmin(pg_current_snapshot())"))
                    .as("what a reader sees that stops at xmin")
                    .containsExactly("1");
            assertThat(seenAfter(0)).isEmpty();
            second.commit();
            assertThat(seenAfter(0)).hasSize(2).isSorted();
        }
    }

    @Test
    void waitsForNobodyWhoDoesNotAppend() throws SQLException {
        try (Connection idle = log.connect()) {
            idle.setAutoCommit(false);
            TestLog.execute(idle, "SELECT pg_current_xact_id(), pg_advisory_xact_lock_shared(7)");
            log.update("%s", WRITE);

            assertThat(seenAfter(0)).hasSize(1);
            idle.rollback();
        }
    }

    @Test
    void showsWhatWasWrittenBeforeTheOldestThatIsBeingWritten() throws SQLException {
        log.update("%s", WRITE);
        try (Connection open = begun()) {
            log.update("%s", WRITE);
            assertThat(seenAfter(0)).hasSize(1);
            open.rollback();
        }
        assertThat(seenAfter(0)).hasSize(2);
    }

    @Test
    void knowsWhatHasLeftTheLog() {
        LocalDate day = LocalDate.of(2032, 1, 1);
        log.round(day);
        log.events(List.of(TestLog.noon(day)));
        assertThat(got(reader.bounds()).beginning()).isLessThan(TestLog.noon(day));

        log.round(day.plusDays(TestLog.RETENTION + 1));

        assertThat(log.hasTable("event", day)).isFalse();
        assertThat(got(reader.bounds()).beginning())
                .isEqualTo(TestLog.position(TestLog.at(day.plusDays(1), Duration.ZERO)));
    }

    @Test
    void readsInPagesWhateverTheFilter() {
        long first = TestLog.noon(LocalDate.of(2032, 1, 1));
        log.events(List.of(first, first + 1, first + 2));
        log.update("UPDATE event SET instance = 'Vendas' WHERE id = %d", first + 1);
        EventFilter vendas = new EventFilter(List.of("Vendas"), List.of("message.*"), null);

        LogReader.Page one = got(reader.matching(EventFilter.ALL, 0, first + 2, 2));
        assertThat(one.upTo()).isEqualTo(first + 1);
        assertThat(positions(one.events())).containsExactly(first, first + 1);
        LogReader.Page two = got(reader.matching(EventFilter.ALL, one.upTo(), first + 2, 2));
        assertThat(positions(two.events())).containsExactly(first + 2);
        assertThat(two.upTo()).isEqualTo(first + 2);

        LogReader.Page filtered = got(reader.matching(vendas, 0, first + 9, 2));
        assertThat(positions(filtered.events())).containsExactly(first + 1);
        assertThat(filtered.upTo()).isEqualTo(first + 9);
        assertThat(got(reader.matching(new EventFilter(null, null, "nobody"), 0, first + 9, 2)))
                .isEqualTo(new LogReader.Page(List.of(), first + 9, 0));
        assertThat(positions(got(reader.latest(first + 1, 5)))).containsExactly(first, first + 1);
    }

    @Test
    void looksAtSoManyRowsAtATime() {
        log.update("""
                INSERT INTO event (id, xid, source, type, key, at, received_at, data, body, body_at)
                SELECT n, pg_current_xact_id(), 'evolution', 'message.received', n, now(), now(), '{}', '', n
                FROM generate_series(1, 5001) AS n
                """);

        LogReader.Page none = got(reader.matching(new EventFilter(List.of("Vendas"), null, null), 0, 9_000, 10));

        assertThat(none).isEqualTo(new LogReader.Page(List.of(), 5_000, 0));
    }

    private Connection begun() throws SQLException {
        Connection connection = log.connect();
        connection.setAutoCommit(false);
        TestLog.execute(connection, BEGIN);
        return connection;
    }

    private List<Long> seenAfter(long position) {
        long horizon = got(reader.bounds()).horizon();
        return positions(got(reader.between(position, horizon, 100)).events());
    }

    private static List<Long> positions(List<Recorded> events) {
        return events.stream().map(event -> event.envelope().position()).toList();
    }

    private static <T> T got(Mono<T> value) {
        return Objects.requireNonNull(value.block(PATIENCE));
    }
}
