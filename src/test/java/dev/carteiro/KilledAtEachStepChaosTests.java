package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.LedgerLoad.Size;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A router that is killed at exactly one step of an event's way, under load: PostgreSQL is made to wait there. */
@TestInstance(Lifecycle.PER_CLASS)
class KilledAtEachStepChaosTests {

    private static final Size SIZE = new Size(64, 12, Duration.ofMillis(5));

    private final PostgresServer database;
    private final Ordeal ordeal;

    KilledAtEachStepChaosTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        database = new PostgresServer(folder);
        ordeal = Ordeal.on(database, folder, 1);
    }

    @AfterAll
    void stop() {
        ordeal.close();
        database.close();
    }

    private LedgerLoad halfWay() {
        LedgerLoad load = ordeal.load(SIZE);
        eventually().until(() -> load.count() >= SIZE.events() / 3);
        return load;
    }

    private void killWhere(String work, String event) {
        eventually().until(() -> database.waiting(work, event) > 0);
        ordeal.kill(0);
    }

    /** Kills the router while a statement for a kind of work waits for a table, and rolls that statement back. */
    private void killBehindALock(String table, String work) throws SQLException {
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE");
            killWhere(work, "Lock");
            database.terminate("%");
            other.rollback();
        }
    }

    /** Kills the router while a statement for a kind of work is committed, and waits for a standby that there is not. */
    private void killBehindACommit(String work) {
        database.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
        try {
            killWhere(work, "SyncRep");
        } finally {
            database.run("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
        }
    }

    @CanIgnoreReturnValue
    private Ledger settled(String step, LedgerLoad load, int mostDuplicates) {
        ordeal.startAgain(0);
        Ledger ledger = ordeal.settled("kill-" + step, load);
        ledger.assertKept(mostDuplicates);
        load.assertNobodyBlamed();
        return ledger;
    }

    @Test
    void onArrivalTheSenderSendsItAgain() throws SQLException {
        try (LedgerLoad load = halfWay()) {
            killBehindALock("seen", "ingest");
            settled("on-arrival", load, Ordeal.IN_FLIGHT);
        }
    }

    @Test
    void betweenCommitAndAnswerTheSenderIsToldThatItIsThereAlready() {
        try (LedgerLoad load = halfWay()) {
            killBehindACommit("ingest");
            settled("between-commit-and-answer", load, Ordeal.IN_FLIGHT);
            assertThat(load.repeated()).as("committed, and not answered").isPositive();
        }
    }

    @Test
    void beforeAndDuringAttemptsOnlyThoseBegunAreRepeated() {
        try (LedgerLoad load = ordeal.load(SIZE)) {
            eventually().until(() -> load.count() >= SIZE.events() / 3);
            ordeal.sink().answer((arrival, response) -> Mono.never());
            eventually()
                    .until(() ->
                            database.count("SELECT count(*) FROM delivery WHERE lease IS NOT NULL") > Ordeal.ATTEMPTS);
            ordeal.kill(0);
            ordeal.sink().answerAfter(Duration.ZERO);
            Ledger ledger = settled("before-and-during-the-attempt", load, Ordeal.ATTEMPTS + Ordeal.IN_FLIGHT);
            assertThat(ledger.duplicates()).as("attempts under way").isPositive();
        }
    }

    @Test
    void betweenAnswerAndSettlementWhatWasAnsweredIsRepeatedUnderItsId() throws SQLException {
        try (LedgerLoad load = halfWay()) {
            killBehindALock("attempt", "delivery");
            Ledger ledger = settled("between-answer-and-settlement", load, Ordeal.IN_FLIGHT);
            assertThat(ledger.duplicates()).as("answered, and not settled").isPositive();
        }
    }

    @Test
    void betweenSettlementAndItsAnswerNothingElseIsRepeated() {
        try (LedgerLoad load = halfWay()) {
            killBehindACommit("delivery");
            settled("settled-and-not-heard", load, Ordeal.IN_FLIGHT);
        }
    }

    @Test
    void duringTheDrainOnlyAttemptsUnderWayAreRepeated() {
        try (LedgerLoad load = halfWay()) {
            ordeal.sink().answer((arrival, response) -> Mono.never());
            int arrived = ordeal.sink().arrivals(load.run()).size();
            eventually().until(() -> ordeal.sink().arrivals(load.run()).size() > arrived);
            ordeal.router(0).terminate();
            eventually()
                    .until(() -> !load.disconnections().isEmpty()); // the front door is closed, and the attempts run
            ordeal.kill(0);
            ordeal.sink().answerAfter(Duration.ZERO);
            Ledger ledger = settled("during-the-drain", load, Ordeal.ATTEMPTS + Ordeal.IN_FLIGHT);
            assertThat(ledger.duplicates()).as("attempts under way").isPositive();
        }
    }
}
