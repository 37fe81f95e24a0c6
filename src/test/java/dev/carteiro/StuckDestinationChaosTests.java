package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterProcess.Setup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many thousand events wait behind a destination that never answers: that costs no memory, the destination beside it
 * notices nothing, and when the first is well again they all arrive in order. {@code -Dstuck.rounds} makes more
 * measurements, {@code -Dstuck.events=100000} lets more of them wait.
 */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class StuckDestinationChaosTests {

    private static final int CONVERSATIONS = 100;
    private static final int EVENTS = Integer.getInteger("stuck.events", 5_000);
    private static final int ROUNDS = Integer.getInteger("stuck.rounds", 3);
    private static final int BATCH = 250;
    private static final int SAMPLES = 250;
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(10);
    private static final long MEMORY = 450L << 20; // of a router with a heap of 256 MiB

    /** What a busy machine may add to a p99 in a build; the figures of a quiet one are in bench/README.md. */
    private static final Duration NOISE = Duration.ofMillis(250);

    private final NumberedPeer stuck = new NumberedPeer();
    private final NumberedPeer healthy = new NumberedPeer();
    private final Setup setup;
    private int samples;

    StuckDestinationChaosTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        setup = Setup.in(folder, """
            carteiro:
              sources:
                evolution: { type: evolution }
              destinations:
                stuck: { url: "%s", format: cloudevents, retry: { schedule: [2s, 2s, 2s, 2s, 2s, 2s, 2s, 2s, 1h], jitter: 0.2 } }
                healthy: { url: "%s", format: cloudevents }
              routes:
                - { name: stuck, when: 'event.instance == "stuck"', to: [stuck] }
                - { name: healthy, when: 'event.instance == "healthy"', to: [healthy] }
            """.formatted(stuck.url(), healthy.url()));
    }

    @Test
    void harmsNobodyAndDrainsInOrder() throws Exception {
        try (RouterProcess router = setup.start();
                stuck;
                healthy) {
            System.out.println("stuck: warm-up " + measure(router.client()));
            Percentiles alone = rounds(router.client());
            stuck.hang(true);
            fill(router.client());
            eventually().until(() -> stuck.requests() > 0);
            long filled = router.peakMemory();
            Percentiles beside = rounds(router.client());
            stuck.hang(false);
            long start = System.nanoTime();
            eventually().atMost(Duration.ofMinutes(8)).until(() -> stuck.distinct() == EVENTS);
            Duration drained = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf(
                    "stuck: events=%d alone=%s beside=%s p99-ratio=%.2f peak-after-filling=%d MiB peak=%d MiB drained in %d s%n",
                    EVENTS,
                    alone,
                    beside,
                    (double) beside.p99().toNanos() / alone.p99().toNanos(),
                    filled >> 20,
                    router.peakMemory() >> 20,
                    drained.toSeconds());
            assertThat(stuck.outOfOrder()).isEmpty();
            assertThat(router.peakMemory()).as("memory of the router").isLessThan(MEMORY);
            assertThat(beside.p99())
                    .as("p99 of the healthy destination, alone %s", alone)
                    .isLessThan(alone.p99().multipliedBy(3).dividedBy(2).plus(NOISE));
        }
    }

    /** All of them, many in one request; those of a conversation one request after the other. */
    private void fill(RouterClient client) throws Exception {
        int each = EVENTS / CONVERSATIONS;
        try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
            for (int from = 0; from < each; from += BATCH) {
                int first = from;
                int end = Math.min(each, from + BATCH);
                List<Future<?>> posted = new ArrayList<>();
                IntStream.range(0, CONVERSATIONS)
                        .forEach(conversation ->
                                posted.add(senders.submit(() -> post(client, conversation, first, end))));
                for (Future<?> one : posted) {
                    one.get();
                }
            }
        }
    }

    private static void post(RouterClient client, int conversation, int from, int end) {
        String[] ids = IntStream.range(from, end)
                .mapToObj(number -> "S-" + conversation + "-" + number)
                .toArray(String[]::new);
        client.accept(TestEvents.history("stuck", "5511" + conversation + "@s.whatsapp.net", ids));
    }

    private Percentiles rounds(RouterClient client) {
        List<Percentiles> measured = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            measured.add(measure(client));
        }
        return new Percentiles(
                median(measured.stream().map(Percentiles::p50).toList()),
                median(measured.stream().map(Percentiles::p99).toList()));
    }

    private static Duration median(List<Duration> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** From the moment in which a message should be sent until it arrives, at a fixed rate whatever the answers take. */
    private Percentiles measure(RouterClient client) {
        long[] due = new long[SAMPLES];
        String[] ids = new String[SAMPLES];
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            for (int sample = 0; sample < SAMPLES; sample++) {
                due[sample] = start + sample * BETWEEN_SAMPLES.toNanos();
                String id = "H-" + samples++ + "-0";
                ids[sample] = id;
                while (System.nanoTime() < due[sample]) {
                    LockSupport.parkNanos(due[sample] - System.nanoTime());
                }
                senders.execute(() -> client.accept(TestEvents.message("healthy", id, id)));
            }
        }
        eventually().until(() -> healthy.distinct() == samples);
        long[] took = new long[SAMPLES];
        Arrays.setAll(took, sample -> Objects.requireNonNull(healthy.arrival(ids[sample])) - due[sample]);
        Arrays.sort(took);
        return new Percentiles(Duration.ofNanos(took[SAMPLES / 2]), Duration.ofNanos(took[SAMPLES * 99 / 100]));
    }

    private record Percentiles(Duration p50, Duration p99) {

        @Override
        public String toString() {
            return "p50 %.1f ms, p99 %.1f ms".formatted(p50.toNanos() / 1e6, p99.toNanos() / 1e6);
        }
    }
}
