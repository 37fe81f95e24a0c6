package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.LedgerLoad.Size;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a PostgreSQL under two routers: whatever it is, senders are asked to come again, and all goes on by itself. */
@TestInstance(Lifecycle.PER_CLASS)
class DatabaseChaosTests {

    private static final Size SIZE = new Size(64, 25, Duration.ofMillis(20));
    private static final int ROUTERS = 2;

    private final PostgresServer database;
    private final Ordeal ordeal;

    DatabaseChaosTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        database = new PostgresServer(folder, "max_connections=60");
        ordeal = Ordeal.on(database, folder, ROUTERS);
    }

    @AfterAll
    void stop() {
        ordeal.close();
        database.close();
    }

    /** What is done to PostgreSQL under load. */
    private interface Fault {

        void happen(LedgerLoad load) throws SQLException;
    }

    private void survives(String name, int mostDuplicates, Fault fault) throws SQLException {
        try (LedgerLoad load = ordeal.load(SIZE)) {
            eventually().until(() -> load.count() >= SIZE.events() / 5);
            fault.happen(load);
            ordeal.settled(name, load).assertKept(mostDuplicates);
            load.assertNobodyBlamed();
            assertThat(load.disconnections()).isEmpty();
        }
    }

    private void awaitRefusals(LedgerLoad load) {
        int before = load.refusals().size();
        eventually().until(() -> load.refusals().size() >= before + 32);
    }

    @Test
    void goesOnAfterRestarts() throws SQLException {
        survives("postgresql-restart-fast", 0, load -> database.restart("fast"));
        survives("postgresql-restart-immediate", 0, load -> database.restart("immediate"));
    }

    @Test
    void goesOnWhenAllItsConnectionsAreCutAgainAndAgain() throws SQLException {
        survives("connections-cut-ten-times", 0, load -> {
            for (int cut = 1; cut <= 10; cut++) {
                int moment = load.count() + SIZE.events() / 25;
                database.terminate("%");
                eventually().until(() -> load.count() >= moment);
            }
        });
    }

    @Test
    void goesOnWhenOthersHaveTakenAllConnections() throws SQLException {
        survives("no-connection-left", 0, load -> {
            List<Connection> others = database.takeAll();
            awaitRefusals(load);
            for (Connection other : others) {
                other.close();
            }
        });
    }

    @Test
    void goesOnWhenEachConnectionOfAPoolWaitsForALock() throws SQLException {
        survives("tables-locked", 0, load -> {
            try (Connection other = database.connect();
                    Statement lock = other.createStatement()) {
                other.setAutoCommit(false);
                lock.execute("LOCK TABLE seen, delivery, attempt IN ACCESS EXCLUSIVE MODE");
                awaitRefusals(load);
                other.rollback();
            }
        });
    }

    @Test
    void goesOnWhenItCouldOnlyReadForAWhile() throws SQLException {
        survives("read-only", 0, load -> {
            database.run("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");
            database.terminate("%");
            awaitRefusals(load);
            database.run(
                    "SET default_transaction_read_only = off",
                    "ALTER SYSTEM RESET default_transaction_read_only",
                    "SELECT pg_reload_conf()");
        });
    }
}
