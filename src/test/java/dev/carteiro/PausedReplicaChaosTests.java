package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.LedgerLoad.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerResponse;

/**
 * One of two replicas is stopped for longer than its lease, in the middle of its attempts, and then goes on as if nothing
 * had been: what it believes to hold is another's by then.
 */
class PausedReplicaChaosTests {

    private static final Size SIZE = new Size(64, 12, Duration.ofMillis(5));

    private final Queue<String> held = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Sinks.Empty<Void> first = Sinks.empty();
    private final Sinks.Empty<Void> second = Sinks.empty();

    /** First attempts are answered while the replica that made them is stopped; repeats of those when it has gone on. */
    private Mono<Void> answer(NumberedPeer.Arrival arrival, HttpServerResponse response) {
        Mono<Void> ok = Mono.defer(() -> response.status(200).send());
        if (!stopped.get()) {
            held.add(arrival.id());
            return first.asMono().then(ok);
        }
        return arrival.again() ? second.asMono().then(ok) : ok;
    }

    @Test
    void settlesNothingThatAnotherHasTakenOver(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        try (PostgresServer database = new PostgresServer(folder);
                Ordeal ordeal = Ordeal.on(database, folder, 2);
                LedgerLoad load = ordeal.load(SIZE)) {
            eventually().until(() -> load.count() >= SIZE.events() / 3);
            ordeal.sink().answer(this::answer);
            RouterProcess paused = ordeal.router(0);
            String taken = pause(paused, database);
            // The answers lie in its sockets, while it is taken for dead and another repeats what it had begun.
            first.tryEmitEmpty().orThrow();
            eventually().until(() -> ordeal.router(1).console().contains("event=replicas-lost"));
            eventually().until(() -> rows(database, taken, "lease IS NOT NULL") > 0 && again(ordeal, load) > 0);
            long unsettled = rows(database, taken, "lease IS NOT NULL");
            Signals.send("CONT", paused.pid());
            // It reads them, writes them down under a number that no row has, and joins again under another.
            eventually().until(() -> lines(paused, "event=replica-joined") == 2);
            eventually().until(() -> lines(paused, "event=replica-buried") == 1);
            assertThat(unsettled).as("taken over").isPositive();
            assertThat(settled(database, taken))
                    .as("settled by whoever was buried")
                    .isZero();
            second.tryEmitEmpty().orThrow();
            Ledger ledger = ordeal.settled("replica-paused", load);
            ledger.assertKept(taken.split(",").length);
            assertThat(ledger.duplicates()).as("repeated").isPositive();
            load.assertNobodyBlamed();
        }
    }

    /** Stops it while it has attempts under way; the events that it has leased. */
    private String pause(RouterProcess router, PostgresServer database) {
        String lease = router.console().replaceFirst("(?s).*event=replica-joined lease=(\\d+).*", "$1");
        String leased = "SELECT string_agg(event::text, ',') FROM delivery WHERE lease = " + lease;
        eventually()
                .until(() ->
                        held.size() >= 40 && !database.query(leased).getFirst().equals("null"));
        Signals.send("STOP", router.pid());
        stopped.set(true);
        return database.query(leased).getFirst();
    }

    private static long rows(PostgresServer database, String events, String which) {
        return database.count("SELECT count(*) FROM delivery WHERE event IN (" + events + ") AND " + which);
    }

    private static long settled(PostgresServer database, String events) {
        return database.count("SELECT count(*) FROM attempt WHERE event IN (" + events + ")");
    }

    private static long again(Ordeal ordeal, LedgerLoad load) {
        return ordeal.sink().arrivals(load.run()).stream()
                .filter(NumberedPeer.Arrival::again)
                .count();
    }

    private static long lines(RouterProcess router, String text) {
        return router.console().lines().filter(line -> line.contains(text)).count();
    }
}
