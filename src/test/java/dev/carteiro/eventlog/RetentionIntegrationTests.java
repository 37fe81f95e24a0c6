package dev.carteiro.eventlog;

import static dev.carteiro.eventlog.TestLog.RETENTION;
import static dev.carteiro.eventlog.TestLog.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carteiro.store.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith({DatabaseServer.Provider.class, OutputCaptureExtension.class})
class RetentionIntegrationTests {

    private static final LocalDate DAY = LocalDate.of(2032, 1, 1);

    /** From this day on {@code DAY} has left retention. */
    private static final LocalDate LATER = DAY.plusDays(RETENTION + 1);

    private static final long EVENT = noon(DAY);

    /** More than are moved. */
    private static final int MANY = 5_001;

    private static final String SWEEP = "SELECT removed FROM sweep_events(0, '2032-01-08', 1000)";

    private final TestLog log;

    RetentionIntegrationTests(DatabaseServer server) throws SQLException {
        log = new TestLog(server);
    }

    @BeforeEach
    void writeAnEvent() {
        assertThat(log.round(DAY)).isZero();
        log.events(List.of(EVENT));
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
    }

    /** As whoever enqueues an event that is not new has to do it: from the log, in one statement. */
    private static String replay(long event) {
        return "INSERT INTO delivery (event, destination, head, dead)"
                + " SELECT e.id, 'crm', false, true FROM event e WHERE e.id = " + event + " ON CONFLICT DO NOTHING";
    }

    @Test
    void leavesATableToWhoReadsItAndTakesItInTheNextRound(CapturedOutput output) throws SQLException {
        try (Connection reader = log.connect()) {
            reader.setAutoCommit(false);
            assertThat(TestLog.query(reader, "SELECT count(*) FROM event")).containsExactly("1");
            assertThat(log.round(LATER)).as("failed steps").isPositive();
            assertThat(log.hasTable("event", DAY)).isTrue();
            assertThat(log.hasTable("attempt", DAY))
                    .as("what nobody reads is not kept waiting")
                    .isFalse();
            assertThat(output)
                    .contains("event=housekeeping-failed step=\"drop event 2032-01-01\"", "lock timeout")
                    .doesNotContain("step=\"drop event 2032-01-02\"");
            log.events(List.of(noon(LATER)));
            reader.commit();
        }
        assertThat(log.round(LATER)).isZero();
        assertThat(log.hasTable("event", DAY)).isFalse();
        assertThat(log.query("SELECT id FROM event")).containsExactly(Long.toString(noon(LATER)));
    }

    @Test
    void doesTheOtherStepsWhenOneFails() {
        log.seen(List.of(EVENT));
        log.update("ALTER FUNCTION create_day RENAME TO create_day_is_away");
        log.update("ALTER FUNCTION retire_attempts RENAME TO retire_attempts_is_away");
        assertThat(log.round(LATER))
                .as("four days ahead of each kind, and the past days' attempts")
                .isGreaterThanOrEqualTo(9);
        assertThat(log.hasTable("event", DAY)).isFalse();
        assertThat(log.query("SELECT key FROM seen")).isEmpty();
        log.update("ALTER FUNCTION create_day_is_away RENAME TO create_day");
        log.update("ALTER FUNCTION retire_attempts_is_away RENAME TO retire_attempts");
        assertThat(log.round(LATER)).isZero();
        assertThat(log.hasTable("attempt", DAY)).isFalse();
        assertThat(log.hasTable("event", LATER.plusDays(3))).isTrue();
    }

    @Test
    void keepsAnEventThatWasEnqueuedAgainWhileItsDayWaitedForTheTable()
            throws SQLException, InterruptedException, ExecutionException {
        log.update("ALTER FUNCTION retire_events SET lock_timeout = '30s'");
        assertThat(resultWhere(replay(EVENT), "SELECT kept FROM retire_events('2032-01-01')"))
                .isEqualTo(1);
        assertThat(log.hasTable("event", DAY)).isFalse();
        assertThat(log.query("SELECT id FROM event_default")).containsExactly(Long.toString(EVENT));
        assertThat(log.orphans()).isEmpty();
    }

    @Test
    void enqueuesNothingAgainWhoseDayIsJustLeaving() throws SQLException, InterruptedException, ExecutionException {
        assertThat(resultWhere("SELECT retire_events('2032-01-01')", enqueued(EVENT)))
                .isZero();
        assertThat(log.hasTable("event", DAY)).isFalse();
        assertThat(log.orphans()).isEmpty();
    }

    @Test
    void keepsAnOutlivingEventThatWasEnqueuedAgainWhileTheSweepWaited()
            throws SQLException, InterruptedException, ExecutionException {
        outlive();
        log.update("ALTER FUNCTION sweep_events SET lock_timeout = '30s'");
        assertThat(resultWhere(replay(EVENT), SWEEP)).isZero();
        assertThat(log.query("SELECT id FROM event_default")).containsExactly(Long.toString(EVENT));
        assertThat(log.orphans()).isEmpty();
    }

    @Test
    void enqueuesNothingAgainThatIsJustSweptOut() throws SQLException, InterruptedException, ExecutionException {
        outlive();
        assertThat(resultWhere(SWEEP, enqueued(EVENT))).isZero();
        assertThat(log.query("SELECT id FROM event_default")).isEmpty();
        assertThat(log.orphans()).isEmpty();
    }

    /** Leaves the event in the default partition, with nobody who needs it. */
    private void outlive() {
        log.deadLetter(EVENT);
        assertThat(log.round(LATER)).isZero();
        log.resolve(EVENT);
    }

    private static String enqueued(long event) {
        return "WITH enqueued AS (" + replay(event) + " RETURNING 1) SELECT count(*) FROM enqueued";
    }

    /** The number that {@code second} gives, which has to wait for {@code first}: run, and not committed until then. */
    private int resultWhere(String first, String second) throws SQLException, InterruptedException, ExecutionException {
        try (Connection holding = log.connect();
                Connection waiting = log.connect();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            holding.setAutoCommit(false);
            TestLog.execute(holding, first);
            Future<List<String>> result = executor.submit(() -> TestLog.query(waiting, second));
            await().atMost(Duration.ofSeconds(25)).until(() -> !log.query("""
                    SELECT pid FROM pg_locks
                    WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """).isEmpty());
            holding.commit();
            return Integer.parseInt(result.get().getFirst());
        }
    }

    @Test
    void leavesADayWholeOfWhichTooMuchIsStillNeeded(CapturedOutput output) {
        List<Long> many = LongStream.range(EVENT + 1, EVENT + 1 + MANY).boxed().toList();
        log.events(many);
        log.update(
                "INSERT INTO delivery (event, destination, head, dead)"
                        + " SELECT id, 'crm', false, true FROM event WHERE id > %d",
                EVENT);
        assertThat(log.round(LATER)).isZero();
        assertThat(log.hasTable("event", DAY)).isTrue();
        assertThat(output).contains("event=day-outlives-retention table=event day=2032-01-01 wanted=5001");
        log.resolve(EVENT + 1);
        assertThat(log.round(LATER)).isZero();
        assertThat(log.hasTable("event", DAY)).isFalse();
        assertThat(log.query("SELECT count(*) FROM event_default")).containsExactly(Integer.toString(MANY - 1));
        log.update("DELETE FROM delivery");
        assertThat(log.round(LATER)).isZero();
        assertThat(log.query("SELECT id FROM event_default")).isEmpty();
    }

    @Test
    void leavesADayInTheDefaultPartitionThatIsThereInNumbersAlready(CapturedOutput output) {
        LocalDate crowded = DAY.plusDays(10);
        LocalDate calm = DAY.plusDays(11);
        log.events(LongStream.range(noon(crowded), noon(crowded) + MANY).boxed().toList());
        log.events(List.of(noon(calm)));
        assertThat(log.round(crowded)).isZero();
        assertThat(log.hasTable("event", crowded)).isFalse();
        assertThat(output).contains("event=day-without-table table=event day=2032-01-11");
        assertThat(log.query("SELECT id FROM event_20320112")).containsExactly(Long.toString(noon(calm)));
        assertThat(log.query("SELECT count(*) FROM event WHERE id < %d", noon(calm)))
                .containsExactly(Integer.toString(MANY));
        assertThat(log.round(crowded.plusDays(RETENTION))).isZero();
        assertThat(log.query("SELECT count(*) FROM event_default")).containsExactly(Integer.toString(MANY));
        assertThat(log.round(crowded.plusDays(RETENTION + 1))).isZero();
        assertThat(log.query("SELECT id FROM event_default")).isEmpty();
    }
}
