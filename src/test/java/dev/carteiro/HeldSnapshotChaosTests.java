package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody leaves a transaction open, with a snapshot and a number of its own, while as many events pass as would in half an
 * hour at 20 a second: no dead row can be cleared away, and still neither deliveries nor readers of the log come to a halt.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HeldSnapshotChaosTests {

    private static final int EVENTS = 20 * 60 * 30;
    private static final int BATCH = 100;
    private static final int CONVERSATIONS = 20;
    private static final int ROUND = BATCH * CONVERSATIONS;
    private static final int SAMPLES = 200;
    /** What a busy machine may add to a median. */
    private static final Duration NOISE = Duration.ofMillis(50);

    private final Set<String> acked = ConcurrentHashMap.newKeySet();
    private int rounds;
    private int samples;

    @Test
    void neitherStopsDeliveriesNorReaders(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        try (PostgresServer database = new PostgresServer(folder);
                Ordeal ordeal = Ordeal.on(database, folder, 1)) {
            pass(ordeal);
            double rateBefore = pass(ordeal);
            Duration before = median(ordeal);
            try (Connection other = database.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                statement.execute("SELECT pg_current_xact_id(), count(*) FROM delivery");
                double rate = rateBefore;
                for (int passed = 0; passed < EVENTS; passed += ROUND) {
                    rate = pass(ordeal);
                }
                Duration during = median(ordeal);
                readersGoOn(ordeal);
                other.rollback();
                database.run("VACUUM delivery");
                double rateAfter = pass(ordeal);
                Duration after = median(ordeal);
                System.out.printf(
                        "held snapshot: events=%d dead-rows=%d rate before=%.0f/s during=%.0f/s after=%.0f/s"
                                + " median before=%d ms during=%d ms after=%d ms%n",
                        EVENTS,
                        database.count(
                                "SELECT n_tup_upd + n_tup_del FROM pg_stat_user_tables WHERE relname = 'delivery'"),
                        rateBefore,
                        rate,
                        rateAfter,
                        before.toMillis(),
                        during.toMillis(),
                        after.toMillis());
                Ledger.of(acked, ordeal.sink().arrivals(""), 0)
                        .printed("snapshot-held")
                        .assertKept(0);
                assertThat(rate).as("events a second").isGreaterThan(rateBefore / 4);
                assertThat(during).isLessThan(before.multipliedBy(4).plus(NOISE));
            }
        }
    }

    /** Many events, from the first post to the last arrival; events a second. */
    @CanIgnoreReturnValue
    private double pass(Ordeal ordeal) {
        int round = rounds++;
        int expected = ordeal.sink().distinct() + ROUND;
        long start = System.nanoTime();
        IntStream.range(0, CONVERSATIONS).parallel().forEach(conversation -> {
            String chat = "R" + round + "-" + conversation;
            String[] ids = IntStream.range(0, BATCH)
                    .mapToObj(number -> chat + "-" + number)
                    .toArray(String[]::new);
            ordeal.router(0).client().accept(TestEvents.history("Ravenna", chat, ids));
            acked.addAll(List.of(ids));
        });
        eventually().until(() -> ordeal.sink().distinct() >= expected);
        return ROUND * 1e9 / (System.nanoTime() - start);
    }

    /** Of the time from a post to its arrival, one message after the other. */
    private Duration median(Ordeal ordeal) {
        long[] took = new long[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            String id = "L" + samples++ + "-0-0";
            long start = System.nanoTime();
            ordeal.router(0).client().accept(TestEvents.message("Ravenna", id, id));
            acked.add(id);
            eventually().until(() -> ordeal.sink().arrival(id) != null);
            took[sample] = Objects.requireNonNull(ordeal.sink().arrival(id)) - start;
        }
        Arrays.sort(took);
        return Duration.ofNanos(took[SAMPLES / 2]);
    }

    /** Both kinds of them see what comes while the transaction is open. */
    private void readersGoOn(Ordeal ordeal) {
        RouterClient client = ordeal.router(0).client();
        String chat = TestEvents.chat();
        try (Browser browser = Browser.open(client, "/events?conversation=" + chat)) {
            eventually().until(() -> !browser.began().isEmpty());
            String message = "B" + samples++ + "-0-0";
            String id = client.accept(TestEvents.message("Ravenna", chat, message));
            acked.add(message);
            eventually()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> browser.positions().contains(id));
            eventually()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> client.get("/api/events?conversation=" + chat)
                                    .path("events")
                                    .size()
                            == 1);
        }
    }
}
