package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.LedgerLoad.Size;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Redis is killed, frozen and started again under load: nobody at the front door notices, and nothing is lost. */
class RedisChaosTests {

    private static final Size SIZE = new Size(60, 40);
    private static final int FAULTS = 6;
    private static final String PROBE = "probe";

    private final NumberedPeer sink = new NumberedPeer();
    private final Replicas replicas;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<Duration> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    RedisChaosTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        replicas = Replicas.start(folder, """
            carteiro:
              sources:
                evolution: { type: evolution }
              destinations:
                sink: { url: "%s", rate-limit: 500/s }
              routes:
                - { name: all, when: 'event.instance == "Ravenna"', to: [sink] }
            """.formatted(sink.url()));
    }

    /** Asks at the front door of both, one after the other, and writes down how long it took. */
    private void probe() {
        while (!over.get()) {
            RouterClient client = replicas.client(turn.getAndIncrement());
            long begun = System.nanoTime();
            try {
                int status = client.trying(client.request("/webhook/evolution")
                                .POST(BodyPublishers.ofString(message(PROBE, "55@s.whatsapp.net", unique()))))
                        .status();
                if (status != 200) {
                    refusals.add("status " + status);
                }
            } catch (IOException failure) {
                refusals.add(failure.toString());
            }
            answers.add(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void fault(int number) {
        if (number % 2 == 0) {
            replicas.redis().kill();
            eventually().until(() -> replicas.isConnected(false));
            replicas.redis().start();
        } else {
            replicas.redis().freeze();
            eventually().until(() -> replicas.isConnected(false));
            replicas.redis().thaw();
        }
        eventually().until(() -> replicas.isConnected(true));
    }

    @Test
    void costsNothingButLatency() throws InterruptedException {
        eventually().until(() -> replicas.isConnected(true));
        try (LedgerLoad load = new LedgerLoad(() -> replicas.client(turn.getAndIncrement()), SIZE).start()) {
            // A JVM that has just started is slow by itself.
            eventually().until(() -> load.count() >= SIZE.events() / 10);
            Thread prober = Thread.ofVirtual().start(this::probe);
            for (int number = 0; number < FAULTS; number++) {
                int moment = (number + 1) * SIZE.events() / (FAULTS + 2);
                eventually().until(() -> load.count() >= moment);
                fault(number);
            }
            eventually().atMost(Duration.ofMinutes(3)).until(load::isDone);
            eventually().atMost(Duration.ofMinutes(3)).until(() -> sink.hasAll(load.acked()));
            over.set(true);
            prober.join();
            judge(load);
        } finally {
            over.set(true);
            replicas.close();
            sink.close();
        }
    }

    private void judge(LedgerLoad load) {
        Ledger ledger = Ledger.of(load.acked(), sink.arrivals(load.run()), 0).printed("redis");
        List<Duration> sorted = answers.stream().sorted().toList();
        Duration p99 = sorted.get(sorted.size() * 99 / 100);
        System.out.printf(
                Locale.ROOT,
                "redis faults=%d front-door-p50=%dms front-door-p99=%dms front-door-max=%dms%n",
                FAULTS,
                sorted.get(sorted.size() / 2).toMillis(),
                p99.toMillis(),
                sorted.getLast().toMillis());
        ledger.assertKept(0);
        assertThat(load.refusals()).isEmpty();
        assertThat(load.disconnections()).isEmpty();
        assertThat(refusals).isEmpty();
        assertThat(p99).as("at the front door").isLessThan(Duration.ofSeconds(1));
    }
}
