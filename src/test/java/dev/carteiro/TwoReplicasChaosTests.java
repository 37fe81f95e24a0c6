package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.LedgerLoad.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** 20 000 events in 500 conversations over two replicas, each message by another replica than the one before it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestInstance(Lifecycle.PER_CLASS)
class TwoReplicasChaosTests {

    private static final Size SIZE = new Size(500, 40);

    private final PostgresServer database;
    private final Ordeal ordeal;

    TwoReplicasChaosTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        database = new PostgresServer(folder);
        ordeal = Ordeal.on(database, folder, 2);
    }

    @AfterAll
    void stop() {
        ordeal.close();
        database.close();
    }

    @Test
    void deliverEachOnceAndInOrder() {
        try (LedgerLoad load = ordeal.load(SIZE)) {
            Ledger ledger = ordeal.settled("none-two-replicas", load);
            ledger.assertKept(0);
            assertThat(ledger.delivered()).isEqualTo(SIZE.events());
            assertThat(load.refusals()).isEmpty();
        }
    }

    @Test
    void deliverEachInOrderWhenOneDiesHalfWay() {
        try (LedgerLoad load = ordeal.load(SIZE)) {
            eventually().atMost(Duration.ofMinutes(3)).until(() -> load.count() >= SIZE.events() / 2);
            ordeal.kill(0);
            Ledger ledger = ordeal.settled("replica-killed", load);
            ledger.assertKept(Ordeal.IN_FLIGHT);
            assertThat(ledger.delivered()).isEqualTo(SIZE.events());
            load.assertNobodyBlamed();
            ordeal.startAgain(0);
        }
    }
}
