package dev.carteiro.eventlog;

import static dev.carteiro.eventlog.TestLog.RETENTION;
import static dev.carteiro.eventlog.TestLog.at;
import static dev.carteiro.eventlog.TestLog.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Recorded;
import dev.carteiro.store.DatabaseServer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A year of days, in seconds: what is written each day, and what of it is there from then on. */
@ExtendWith(DatabaseServer.Provider.class)
class YearChaosTests {

    private static final LocalDate START = LocalDate.of(2032, 1, 1); // a leap year
    private static final int DAYS = 380;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** On these days nobody keeps house: tables are made three days ahead, and this is longer. */
    private static final int OUTAGE = 200;

    private static final int OUTAGE_ENDS = 210;

    /** The dead letter of day 3, which is tried again months later; its body is in the row of another event. */
    private static final long BODY = position(at(START.plusDays(3), Duration.ofHours(15)));

    private static final long DEAD = BODY + 1;

    /** A request with midnight between its events: the body is with the first, and only the second is dead. */
    private static final long AFTER_MIDNIGHT = position(at(START.plusDays(10), Duration.ZERO));

    private static final long BEFORE_MIDNIGHT = AFTER_MIDNIGHT - 1;

    private static final long PENDING = position(at(START.plusDays(20), Duration.ofHours(15)));

    /** All that is there, a line each; a table whose bounds are not those of its day is misplaced. */
    private static final String STATE = """
            SELECT 'event ' || id FROM event
            UNION ALL SELECT 'attempt ' || event || '/' || number FROM attempt
            UNION ALL SELECT 'seen ' || event FROM seen
            UNION ALL SELECT 'event_default ' || id FROM event_default
            UNION ALL SELECT 'attempt_default ' || event || '/' || number FROM attempt_default
            UNION ALL SELECT 'orphan ' || d.event FROM delivery d WHERE NOT EXISTS (SELECT FROM event e WHERE e.id = d.event)
            UNION ALL SELECT CASE pg_get_expr(c.relpartbound, c.oid)
                             WHEN 'DEFAULT' THEN 'default '
                             WHEN format('FOR VALUES FROM (%L) TO (%L)', position_at(day.low), position_at(day.high)) THEN 'table '
                             WHEN format('FOR VALUES FROM (%L) TO (%L)', day.low, day.high) THEN 'table '
                             ELSE 'misplaced ' END || c.relname
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
                 LATERAL (SELECT day_starts(date) AS low, day_starts(date + 1) AS high
                          FROM to_date(substring(c.relname FROM '_([0-9]{8})$'), 'YYYYMMDD') AS date) AS day
            WHERE i.inhparent IN ('event'::regclass, 'attempt'::regclass)
            """;

    private final TestLog log;

    /** What should be there: events by their position, attempts by event and number. */
    private final SortedMap<Long, Kept> events = new TreeMap<>();

    private final SortedMap<String, Kept> attempts = new TreeMap<>();

    /** A row of a day, and the number of the day on which the delivery that needs it is resolved. */
    private record Kept(LocalDate day, int neededUntil) {}

    YearChaosTests(DatabaseServer server) throws SQLException {
        log = new TestLog(server);
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
    }

    @Test
    void keepsAWeekAndWhatIsStillNeededOverAYear() {
        for (int day = 0; day < DAYS; day++) {
            LocalDate today = START.plusDays(day);
            boolean housekeeping = day < OUTAGE || day >= OUTAGE_ENDS;
            resolve(day);
            if (housekeeping) {
                assertThat(log.round(today)).as("failed steps on %s", today).isZero();
            }
            write(today);
            letters(day, today);
            if (housekeeping) {
                assertThat(log.query("%s", STATE))
                        .as("what is there on day %d, %s", day, today)
                        .containsExactlyInAnyOrderElementsOf(expected(day, today));
            }
            if (day == 120) {
                expectDeadLetterToBeRead();
            }
        }
    }

    private void write(LocalDate today) {
        List<Long> positions = IntStream.of(0, 9, 23)
                .mapToObj(hour -> position(at(today, Duration.ofHours(hour))) + 5)
                .toList();
        write(positions, 0);
        attempts(positions, 1, at(today, Duration.ofHours(23)), 0);
    }

    private void write(List<Long> positions, int neededUntil) {
        log.events(positions);
        log.seen(positions);
        positions.forEach(position -> events.put(position, new Kept(day(position), neededUntil)));
    }

    private void attempts(List<Long> tried, int number, Instant at, int neededUntil) {
        log.attempts(tried, number, at);
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        tried.forEach(event -> attempts.put(event + "/" + number, new Kept(day, neededUntil)));
    }

    private static LocalDate day(long position) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(position >> 22), ZoneOffset.UTC);
    }

    private void letters(int day, LocalDate today) {
        Instant evening = at(today, Duration.ofHours(20));
        switch (day) {
            case 3 -> {
                write(List.of(BODY, DEAD), 150);
                log.bodyAt(DEAD, BODY);
                log.deadLetter(DEAD);
                attempts(List.of(DEAD), 1, evening, 150);
            }
            case 4 -> attempts(List.of(DEAD), 2, evening, 150);
            case 9 -> write(List.of(BEFORE_MIDNIGHT), 40);
            case 10 -> {
                write(List.of(AFTER_MIDNIGHT), 40);
                log.bodyAt(AFTER_MIDNIGHT, BEFORE_MIDNIGHT);
                log.deadLetter(AFTER_MIDNIGHT);
                attempts(List.of(AFTER_MIDNIGHT), 1, evening, 40);
            }
            case 20 -> {
                write(List.of(PENDING), 60);
                log.pending(PENDING);
                attempts(List.of(PENDING), 1, evening, 60);
            }
            case 100 -> attempts(List.of(DEAD), 3, evening, 150);
            default -> {}
        }
    }

    private void resolve(int day) {
        switch (day) {
            case 40 -> log.resolve(AFTER_MIDNIGHT);
            case 60 -> log.resolve(PENDING);
            case 150 -> log.resolve(DEAD);
            default -> {}
        }
    }

    private List<String> expected(int day, LocalDate today) {
        LocalDate firstKept = today.minusDays(RETENTION);
        Predicate<Kept> gone = row -> row.day().isBefore(firstKept) && row.neededUntil() <= day;
        events.values().removeIf(gone);
        attempts.values().removeIf(gone);
        Instant forgotten = at(today, TestLog.ROUND).minus(TestLog.SEEN_RETENTION);
        Predicate<Kept> outsideTheirDay = row -> row.day().isBefore(firstKept) || missed(row.day());
        return Stream.of(
                        lines("event", events, row -> true),
                        lines("attempt", attempts, row -> true),
                        lines("seen", events.tailMap(position(forgotten)), row -> true),
                        lines("event_default", events, outsideTheirDay),
                        lines("attempt_default", attempts, outsideTheirDay),
                        tables("event", today),
                        tables("attempt", today))
                .flatMap(lines -> lines)
                .toList();
    }

    private static Stream<String> lines(String table, Map<?, Kept> rows, Predicate<Kept> which) {
        return rows.entrySet().stream()
                .filter(row -> which.test(row.getValue()))
                .map(row -> table + " " + row.getKey());
    }

    /** A table for each day of the week past and of three to come, and the default partition. */
    private static Stream<String> tables(String parent, LocalDate today) {
        return Stream.concat(
                Stream.of("default " + parent + "_default"),
                Stream.iterate(today.minusDays(RETENTION), day -> day.plusDays(1))
                        .limit(RETENTION + 4)
                        .filter(day -> !day.isBefore(START)) // nobody made tables before the first round
                        .filter(day -> !missed(day))
                        .map(day -> "table " + parent + "_" + day.toString().replace("-", "")));
    }

    /** Whether nobody made a table for the day, before it or on it. */
    private static boolean missed(LocalDate day) {
        return !day.isBefore(START.plusDays(OUTAGE + 3)) && day.isBefore(START.plusDays(OUTAGE_ENDS));
    }

    /** After four months, with its body. */
    private void expectDeadLetterToBeRead() {
        EventLog reader = log.reader();
        Recorded found = Objects.requireNonNull(reader.find(DEAD).block(PATIENCE));
        assertThat(new String(found.body(), StandardCharsets.UTF_8)).isEqualTo("body of " + BODY);
        assertThat(reader.aboutMessage(Long.toString(DEAD), 10)
                        .map(event -> event.envelope().position())
                        .collectList()
                        .block(PATIENCE))
                .containsExactly(DEAD);
        EventQuery oldest = new EventQuery(0L, null, 3, "evolution", null, "message.*", "chat", null);
        assertThat(reader.page(oldest)
                        .map(event -> event.envelope().position())
                        .collectList()
                        .block(PATIENCE))
                .startsWith(BODY, DEAD)
                .isSorted()
                .hasSize(3);
    }
}
