package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.LedgerLoad.Size;
import dev.carteiro.RouterProcess.Setup;
import dev.carteiro.ScriptedPeer.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
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
    private static final int IN_FLIGHT = 4 * 32;

    private static final Size SIZE = new Size(40, 40);

    private final ScriptedPeer sink = ScriptedPeer.start();
    private final AtomicReference<RouterProcess> router = new AtomicReference<>();
    private final Setup setup;

    LedgerIntegrationTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        setup = Setup.in(folder, """
            carteiro:
              sources:
                evolution: { type: evolution }
              destinations:
                sink: { url: "%s/", retry: { schedule: [100ms, 200ms, 500ms, 1s, 1s, 1s], jitter: 0.2 } }
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

    private Ledger settled(LedgerLoad load, int kills) {
        eventually().until(load::isDone);
        eventually()
                .until(() -> sink.count(load.run()) >= load.count()
                        && delivered(load).containsAll(load.acked()));
        Ledger ledger = Ledger.of(load.acked(), sink.requests(load.run()));
        System.out.println("ledger: " + ledger + " kills=" + kills + " refusals=" + load.statuses() + " disconnections="
                + load.disconnections().size());
        return ledger;
    }

    private Set<String> delivered(LedgerLoad load) {
        return sink.requests(load.run()).stream().map(Ledger::id).collect(Collectors.toSet());
    }

    private static void assertKept(Ledger ledger, int kills) {
        assertThat(ledger.lost()).as("acknowledged and lost").isZero();
        assertThat(ledger.outOfOrder()).as("out of order").isZero();
        assertThat(ledger.renamed()).as("repeats under another id").isZero();
        assertThat(ledger.duplicates()).as("duplicates").isLessThanOrEqualTo(kills * IN_FLIGHT);
    }

    @Test
    void losesNothingWhenTheRouterIsKilled() {
        int kills = 2;
        Random random = new Random(20_251_210);
        try (LedgerLoad load = load(SIZE)) {
            for (int kill = 1; kill <= kills; kill++) {
                int share = SIZE.events() / (kills + 1);
                int moment = (kill - 1) * share + random.nextInt(share / 4, share);
                eventually().until(() -> load.count() >= moment);
                router.get().kill();
                router.set(setup.start());
            }
            Ledger ledger = settled(load, kills);
            assertKept(ledger, kills);
            assertThat(load.statuses().keySet()).as("while starting").isSubsetOf(503);
        }
    }

    @Test
    void losesNothingWhenPostgresqlIsKilledAndNeverBlamesTheSender() {
        int kills = 2;
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
            Ledger ledger = settled(load, kills);
            assertKept(ledger, kills);
            assertThat(load.disconnections()).isEmpty();
            assertThat(load.statuses().keySet()).containsExactly(503);
            assertThat(load.refusals())
                    .allSatisfy(
                            refusal -> assertThat(refusal.header("retry-after")).matches("[1-9]"));
        }
    }

    @Test
    void endsWhatItHasBegunBeforeItStops() {
        sink.respond(200).after(Duration.ofMillis(150));
        Size size = new Size(64, 10);
        try (LedgerLoad load = load(size)) {
            eventually().until(() -> sink.count(load.run()) > size.events() / 4);
            RouterProcess first = router.get();
            first.terminate();
            assertThat(first.exitCode()).isIn(143, 0);
            assertThat(first.postgresql()).as("PostgreSQL that runs on").isEmpty();
            assertThat(first.console()).contains("event=postgresql-stopped");
            router.set(setup.start());
            Ledger ledger = settled(load, 0);
            assertKept(ledger, 0);
        } finally {
            sink.respond(200);
        }
        assertThat(sink.requests()).extracting(Request::path).containsOnly("/");
    }
}
