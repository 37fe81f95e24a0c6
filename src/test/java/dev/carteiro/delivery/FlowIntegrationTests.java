package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.DatabaseServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

@ExtendWith(DatabaseServer.Provider.class)
class FlowIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Twelve o'clock of a day that is over. */
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final DatabaseServer.Own server;
    private final Database database;
    private final FlowSampler sampler;
    private long lastEvent;

    FlowIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        database = server.database();
        sampler = new FlowSampler(database, Clock.systemUTC(), Schedulers.parallel());
    }

    /** What the migration has written is of now. */
    @BeforeEach
    void beginAtNoon() {
        update("DELETE FROM flow");
        sample(0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void update(String statement) {
        database.sql(statement).then().block(PATIENCE);
    }

    private static Instant minute(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    private void sample(int minute) {
        sampler.sample(minute(minute)).block(PATIENCE);
    }

    private void tally(String destination, int writer, int accepted, int delivered, int deferred, int died) {
        update("""
                INSERT INTO delivery_tally AS t (destination, writer, accepted, delivered, deferred, died)
                VALUES ('%s', %d, %d, %d, %d, %d)
                ON CONFLICT (destination, writer) DO UPDATE
                SET accepted = t.accepted + excluded.accepted, delivered = t.delivered + excluded.delivered,
                    deferred = t.deferred + excluded.deferred, died = t.died + excluded.died
                """.formatted(destination, writer, accepted, delivered, deferred, died));
    }

    private void accept(String destination, int accepted) {
        tally(destination, 1, accepted, 0, 0, 0);
    }

    private void events(Instant at, int count) {
        long first = Math.max(at.toEpochMilli() << 22, lastEvent + 1);
        lastEvent = first + count;
        update("""
                INSERT INTO event (id, xid, source, type, key, at, received_at, data, body_at)
                SELECT p, pg_current_xact_id(), 'evolution', 'message.received', p::text, now(), now(), '{}', p
                FROM generate_series(%d::bigint, %d::bigint) AS p
                """.formatted(first, first + count - 1));
    }

    /** As it looks at {@code second} of that minute, from so many minutes before. */
    private Flow flow(int back, int minute, int second) {
        Instant now = minute(minute).plusSeconds(second);
        return Objects.requireNonNull(new Flows(database, Clock.fixed(now, ZoneOffset.UTC))
                .since(now.minus(Duration.ofMinutes(back)))
                .block(PATIENCE));
    }

    private static List<Long> accepted(Flow flow, String destination) {
        return Objects.requireNonNull(flow.destinations().get(destination)).accepted();
    }

    @Test
    void showsWhatMovedInEachMinuteAndSinceTheLastSample() {
        tally("crm", 1, 3, 2, 1, 0);
        tally("crm", 3, 4, 4, 0, 0);
        sample(1);
        sample(2);
        tally("crm", 1, 0, 0, 2, 1);
        sample(3);
        tally("crm", 3, 9, 8, 7, 6);

        Flow flow = flow(5, 3, 30);

        assertThat(flow.from()).isEqualTo(minute(-2));
        assertThat(flow.step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(flow.destinations()).containsOnlyKeys("crm");
        assertThat(flow.destinations().get("crm"))
                .isEqualTo(new Flow.Counts(
                        List.of(0L, 0L, 7L, 0L, 0L, 9L),
                        List.of(0L, 0L, 6L, 0L, 0L, 8L),
                        List.of(0L, 0L, 1L, 0L, 2L, 7L),
                        List.of(0L, 0L, 0L, 0L, 1L, 6L)));
    }

    @Test
    void addsMinutesUpWhereStepsAreLonger() {
        for (int minute = 1; minute <= 12; minute++) {
            accept("crm", 1);
            sample(minute);
        }
        accept("crm", 100);

        assertThat(accepted(flow(150, 13, 1), "crm")).hasSize(31).endsWith(0L, 5L, 5L, 102L);
    }

    @Test
    void beginsADestinationAtNothing() {
        accept("old", 5);
        sample(1);
        accept("new", 3);
        sample(2);

        assertThat(accepted(flow(5, 2, 1), "new")).containsExactly(0L, 0L, 0L, 0L, 3L, 0L);
    }

    @Test
    void takesForNoFlowWhatWasThereBeforeTheFirstSample() {
        update("DELETE FROM flow");
        accept("crm", 1_000);
        sample(1);
        accept("crm", 1);

        assertThat(accepted(flow(5, 1, 30), "crm")).containsExactly(0L, 0L, 0L, 0L, 0L, 1L);
    }

    @Test
    void keepsWhatADestinationDidThatIsNoMore() {
        accept("gone", 2);
        sample(1);
        update("DELETE FROM delivery_tally");
        sample(2);

        assertThat(accepted(flow(5, 2, 1), "gone")).containsExactly(0L, 0L, 0L, 2L, 0L, 0L);
        accept("gone", 1);
        assertThat(accepted(flow(5, 2, 1), "gone")).as("and comes again").containsExactly(0L, 0L, 0L, 2L, 0L, 1L);
    }

    @Test
    void takesATallyThatWasMadeAnewForNoFlowAtAll() {
        accept("crm", 100);
        sample(1);
        update("UPDATE delivery_tally SET accepted = 10");
        sample(2);
        accept("crm", 2);
        sample(3);

        assertThat(accepted(flow(5, 3, 1), "crm")).containsExactly(0L, 0L, 100L, 0L, 2L, 0L);
    }

    @Test
    void showsWhatHappenedWhileNobodySampledInTheMinuteInWhichItWasSeen() {
        accept("crm", 1);
        sample(1);
        accept("crm", 50);
        events(minute(1).plusSeconds(10), 50);
        sample(61);
        accept("crm", 2);
        events(minute(61).plusSeconds(5), 2);

        Flow flow = flow(70, 61, 30);

        assertThat(accepted(flow, "crm")).hasSize(71).endsWith(0L, 0L, 50L, 2L);
        assertThat(accepted(flow, "crm").stream().mapToLong(Long::longValue).sum())
                .isEqualTo(53);
        assertThat(flow.events()).endsWith(0L, 0L, 50L, 2L);
        assertThat(accepted(flow(5, 61, 30), "crm"))
                .as("the sample before it is older than the window")
                .containsExactly(0L, 0L, 0L, 0L, 50L, 2L);
    }

    @Test
    void countsTheEventsOfEachMinuteWhetherTheyAreWrittenDownOrNot() {
        events(minute(0).plusSeconds(59), 4);
        sample(1);
        events(minute(1), 3);
        events(minute(1).plusSeconds(30), 2);
        sample(2);
        events(minute(2).plusSeconds(1), 1);

        Flow before = flow(5, 2, 30);
        assertThat(before.events()).containsExactly(0L, 0L, 0L, 4L, 5L, 1L);
        assertThat(before.destinations()).isEmpty();
        sample(3);
        sample(4);
        assertThat(counted()).containsExactly(0L, 4L, 5L, 1L);
        update("DELETE FROM event");
        assertThat(flow(5, 2, 30).events()).as("those that have been counted").startsWith(0L, 0L, 0L, 4L, 5L);
    }

    /** The sample at noon has nothing before it. */
    private List<Long> counted() {
        return Objects.requireNonNull(database.sql(
                        "SELECT accepted FROM flow WHERE destination = '' AND accepted IS NOT NULL ORDER BY minute")
                .map(row -> Columns.required(row, "accepted", Long.class))
                .all()
                .collectList()
                .block(PATIENCE));
    }

    @Test
    void waitsForEventsThatAreStillBeingWritten() {
        Instant now = Instant.now();
        sampler.sample(now.minusSeconds(20)).block(PATIENCE);
        sampler.sample(now).block(PATIENCE);

        assertThat(counted()).as("that of noon").hasSize(1);
    }

    @Test
    void takesTheSampleOfTheReplicaThatComesFirst() {
        accept("crm", 1);
        Flux.range(0, 8).flatMap(replica -> sampler.sample(minute(1)), 8).blockLast(PATIENCE);
        accept("crm", 10);
        sample(1);
        sample(2);

        assertThat(accepted(flow(5, 2, 1), "crm")).containsExactly(0L, 0L, 0L, 1L, 10L, 0L);
    }

    @Test
    void looksAtTheIndexOfOneMinuteAndAtNoTable() {
        events(minute(0), 20_000);
        events(minute(1), 10);
        sample(1);
        update("ANALYZE event");
        long scans = scans();

        sample(2);
        assertThat(flow(5, 2, 30).events()).containsExactly(0L, 0L, 0L, 20_000L, 10L, 0L);

        assertThat(scans()).isEqualTo(scans);
    }

    private long scans() {
        update("SELECT pg_stat_force_next_flush()");
        return Objects.requireNonNull(
                database.sql("SELECT sum(seq_scan)::bigint AS n FROM pg_stat_user_tables WHERE relname LIKE 'event%'")
                        .map(row -> Columns.required(row, "n", Long.class))
                        .one()
                        .block(PATIENCE));
    }
}
