package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.carteiro.LedgerLoad.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The wall clock jumps an hour forward, back, and an hour into the past, while the destination is ill for a moment, so that
 * retries, its wish for patience and the breaker are all reckoned with the wrong time.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClockJumpChaosTests {

    private static final Size SIZE = new Size(64, 40, Duration.ofMillis(100));
    private static final String POLICY = Ordeal.QUICK + ", breaker: { window: 10, failure-rate: 50, wait: 1s }";
    /** An hour is what it would be if anything were held by a wrong clock. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final AtomicBoolean ill = new AtomicBoolean();

    @BeforeEach
    void needsAClock() {
        assumeThat(FakeClock.isThere())
                .as("without libfaketime nothing is shown here")
                .isTrue();
    }

    private Mono<Void> answer(NumberedPeer.Arrival arrival, HttpServerResponse response) {
        if (!ill.get()) {
            return response.status(200).send();
        }
        return (arrival.number() % 2 == 0 ? response.header("retry-after", "2") : response)
                .status(503)
                .send();
    }

    private void jumps(String fault, FakeClock clock, Ordeal ordeal) {
        ordeal.sink().answer(this::answer);
        try (LedgerLoad load = ordeal.load(SIZE)) {
            List<String> offsets = List.of("+3600", "+0", "-3600", "+0");
            for (int jump = 0; jump < offsets.size(); jump++) {
                int moment = (jump + 1) * SIZE.events() / 6;
                eventually().until(() -> load.count() >= moment);
                ill.set(true);
                int arrived = ordeal.sink().requests();
                eventually().until(() -> ordeal.sink().requests() > arrived + 1);
                clock.jump(offsets.get(jump));
                int then = ordeal.sink().requests();
                eventually().until(() -> ordeal.sink().requests() > then + 1);
                ill.set(false);
            }
            Ledger ledger = ordeal.settled(fault, load);
            load.assertNobodyBlamed();
            assertThat(ledger.lost() + ledger.dead() + ledger.outOfOrder()).isZero();
            assertThat(ledger.pause()).as("nothing new arrived for").isLessThan(PATIENCE);
            assertThat(positions(ordeal.sink().arrivals(load.run()))).isSorted();
        }
    }

    /** Of one conversation's messages in the order in which they were sent. */
    private static List<Long> positions(List<NumberedPeer.Arrival> arrivals) {
        String one = arrivals.getFirst().conversation();
        return arrivals.stream()
                .filter(arrival -> !arrival.again() && arrival.conversation().equals(one))
                .map(arrival -> Long.parseLong(arrival.webhookId()))
                .toList();
    }

    @Test
    void ofTheRouterAndItsPostgresqlHoldNothingBack(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        FakeClock clock = FakeClock.in(folder);
        try (Ordeal ordeal = Ordeal.alone(folder, clock::over, POLICY)) {
            jumps("clock-of-the-machine-jumps", clock, ordeal);
        }
    }

    @Test
    void ofTheRouterAloneHoldNothingBack(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        FakeClock clock = FakeClock.in(folder);
        try (PostgresServer database = new PostgresServer(folder);
                Ordeal ordeal = Ordeal.alone(folder, setup -> clock.over(database.serving(setup)), POLICY)) {
            jumps("clock-of-the-router-jumps", clock, ordeal);
        }
    }
}
