package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.LedgerLoad.Size;
import dev.carteiro.RouterProcess.Setup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Acknowledged means kept: whatever is killed, everything that was answered with 200 arrives, and in order. What one test
 * leaves behind is what the next one begins with.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LedgerIntegrationTests {

    /** What a router works on at most for one destination: attempts, and results that are still to be written down. */
    private static final int IN_FLIGHT = 8 * 32;

    private static final Size SIZE = new Size(40, 20);

    private final NumberedPeer sink = new NumberedPeer();
    private final AtomicReference<RouterProcess> router = new AtomicReference<>();
    private final Setup setup;

    LedgerIntegrationTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        setup = Setup.in(folder, """
            carteiro:
              sources:
                evolution: { type: evolution }
              destinations:
                sink: { url: "%s", retry: { schedule: [100ms, 200ms, 500ms, 1s, 1s, 1s], jitter: 0.2 } }
              routes:
                - { name: all, to: [sink] }
            """.formatted(sink.url()));
    }

    @BeforeAll
    void start() {
        router.set(setup.start());
    }

    @AfterAll
    void stop() {
        router.get().close();
        sink.close();
    }

    private LedgerLoad load(Size size) {
        return new LedgerLoad(() -> router.get().client(), size).start();
    }

    private Ledger settled(String fault, LedgerLoad load) {
        eventually().until(load::isDone);
        eventually().until(() -> sink.arrivals(load.run()).size() >= load.count() && sink.hasAll(load.acked()));
        int dead = router.get()
                .client()
                .get("/api/deliveries?state=dead")
                .path("deliveries")
                .size();
        return Ledger.of(load.acked(), sink.arrivals(load.run()), dead).printed(fault);
    }

    @Test
    void losesNothingWhenTheRouterIsKilled() {
        int kills = 1;
        Random random = new Random(20_251_210);
        try (LedgerLoad load = load(SIZE)) {
            for (int kill = 1; kill <= kills; kill++) {
                int share = SIZE.events() / (kills + 1);
                int moment = (kill - 1) * share + random.nextInt(share / 4, share);
                eventually().until(() -> load.count() >= moment);
                router.get().kill();
                router.set(setup.start());
            }
            settled("router-killed", load).assertKept(kills * IN_FLIGHT);
            load.assertNobodyBlamed();
        }
    }

    @Test
    void losesNothingWhenPostgresqlIsKilledAndNeverBlamesTheSender() {
        int kills = 1;
        try (LedgerLoad load = load(SIZE)) {
            for (int kill = 1; kill <= kills; kill++) {
                int moment = kill * SIZE.events() / (kills + 1);
                eventually().until(() -> load.count() >= moment);
                ProcessHandle server = router.get().postgresql().orElseThrow();
                assertThat(server.destroyForcibly()).isTrue();
                eventually()
                        .until(() -> router.get()
                                .postgresql()
                                .filter(other -> other.pid() != server.pid())
                                .isPresent());
            }
            settled("postgresql-killed", load).assertKept(kills * IN_FLIGHT);
            assertThat(load.disconnections()).isEmpty();
            assertThat(load.statuses().keySet()).containsExactly(503);
            load.assertNobodyBlamed();
        }
    }

    @Test
    void endsWhatItHasBegunBeforeItStops() {
        sink.answerAfter(Duration.ofMillis(150));
        Size size = new Size(64, 5);
        try (LedgerLoad load = load(size)) {
            eventually().until(() -> sink.arrivals(load.run()).size() > size.events() / 4);
            RouterProcess first = router.get();
            first.terminate();
            assertThat(first.exitCode()).isIn(143, 0);
            assertThat(first.postgresql()).as("PostgreSQL that runs on").isEmpty();
            assertThat(first.console()).contains("event=postgresql-stopped");
            router.set(setup.start());
            settled("router-stopped", load).assertKept(0);
        } finally {
            sink.answerAfter(Duration.ZERO);
        }
    }
}
