package dev.carteiro.eventlog;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.FormatMethod;
import dev.carteiro.store.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A log in a database of its own, kept for a week, whose clock is moved by hand. */
final class TestLog implements AutoCloseable {

    static final int RETENTION = 7;
    static final Duration SEEN_RETENTION = Duration.ofDays(2);

    /** The time of day at which house is kept. */
    static final Duration ROUND = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DatabaseServer.Own database;
    private final Connection connection;
    private final HandMoved clock = new HandMoved();
    private final Housekeeping housekeeping;

    TestLog(DatabaseServer server) throws SQLException {
        database = server.database();
        connection = database.connect();
        housekeeping = new Housekeeping(
                new Days(database.database()),
                new Leftovers(database.database()),
                new EventLogProperties(Duration.ofDays(RETENTION), SEEN_RETENTION),
                clock);
    }

    /** What the router reads it with. */
    EventLog reader() {
        return new EventLog(database.database());
    }

    /** What reads it from a position on. */
    LogReader walker() {
        return new LogReader(database.database());
    }

    Connection connect() throws SQLException {
        return database.connect();
    }

    /** One round on that day; how many of its steps failed. */
    @CanIgnoreReturnValue
    long round(LocalDate day) {
        clock.now = at(day, ROUND);
        return Objects.requireNonNull(housekeeping.round().block(PATIENCE));
    }

    static Instant at(LocalDate day, Duration time) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(time);
    }

    /** The first position of that moment. */
    static long position(Instant moment) {
        return moment.toEpochMilli() << 22;
    }

    static long noon(LocalDate day) {
        return position(at(day, Duration.ofHours(12)));
    }

    /** Writes events that have their own bodies. */
    void events(List<Long> positions) {
        update("""
                INSERT INTO event (id, xid, source, type, scope, conversation, message, key, at, received_at, data, body,
                                   body_at)
                SELECT p, pg_current_xact_id(), 'evolution', 'message.received', 'scope', 'chat', p::text, p::text, m, m, '{}',
                       convert_to('body of ' || p, 'UTF8'), p
                FROM UNNEST('%s'::bigint[]) AS p, LATERAL (SELECT to_timestamp((p >> 22) / 1000.0) AS m) AS moment
                """, array(positions));
        // As if they had been drawn: no reader looks beyond that.
        query(
                "SELECT setval('event_position', greatest(last_value, %d)) FROM event_position",
                Collections.max(positions));
    }

    void attempts(List<Long> events, int number, Instant at) {
        update("""
                INSERT INTO attempt (event, destination, number, at, cause, outcome, latency_ms)
                SELECT e, 'crm', %d, '%s', 'retry', 'deferred', 1 FROM UNNEST('%s'::bigint[]) AS e
                """, number, at, array(events));
    }

    void seen(List<Long> events) {
        update(
                "INSERT INTO seen (source, key, event) SELECT 'evolution', e, e FROM UNNEST('%s'::bigint[]) AS e",
                array(events));
    }

    private static String array(List<Long> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    /** Takes the event's body away: it lies in the row at {@code bodyAt}. */
    void bodyAt(long event, long bodyAt) {
        update("UPDATE event SET body_at = %d, body = NULL WHERE id = %d", bodyAt, event);
    }

    void deadLetter(long event) {
        update("INSERT INTO delivery (event, destination, head, dead) VALUES (%d, 'crm', false, true)", event);
    }

    void pending(long event) {
        update("INSERT INTO delivery (event, destination, head) VALUES (%d, 'crm', true)", event);
    }

    void resolve(long event) {
        update("DELETE FROM delivery WHERE event = %d", event);
    }

    boolean hasTable(String table, LocalDate day) {
        return !query(
                        "SELECT relname FROM pg_class WHERE relname = '%s_%s' AND relispartition",
                        table, day.toString().replace("-", ""))
                .isEmpty();
    }

    /** Deliveries that refer to no event: there must never be one. */
    List<String> orphans() {
        return query("SELECT d.event FROM delivery d WHERE NOT EXISTS (SELECT FROM event e WHERE e.id = d.event)");
    }

    @CanIgnoreReturnValue
    @FormatMethod
    int update(String statement, Object... values) {
        return update(connection, statement.formatted(values));
    }

    @CanIgnoreReturnValue
    static int update(Connection connection, String statement) {
        try (Statement jdbc = connection.createStatement()) {
            return jdbc.executeUpdate(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void execute(Connection connection, String statement) {
        try (Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The first column of what a statement gives, as text. */
    @CanIgnoreReturnValue
    @FormatMethod
    List<String> query(String statement, Object... values) {
        return query(connection, statement.formatted(values));
    }

    static List<String> query(Connection connection, String statement) {
        try (Statement jdbc = connection.createStatement();
                ResultSet rows = jdbc.executeQuery(statement)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(String.valueOf(rows.getString(1)));
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }

    private static final class HandMoved extends Clock {

        private volatile Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }
}
