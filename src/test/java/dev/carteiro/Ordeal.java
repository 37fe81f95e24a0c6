package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;

import dev.carteiro.LedgerLoad.Size;
import dev.carteiro.RouterProcess.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Routers between numbered senders and one destination, while something is done to them; what comes of it is in the ledger.
 */
final class Ordeal implements AutoCloseable {

    /** What a router works on at most for one destination: attempts, and results that are still to be written down. */
    static final int IN_FLIGHT = 8 * 32;

    static final int ATTEMPTS = 32;

    static final String QUICK =
            "retry: { schedule: [100ms, 200ms, 500ms, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s], jitter: 0.2 }";

    private final NumberedPeer sink = new NumberedPeer();
    private final List<Setup> setups = new ArrayList<>();
    private final List<RouterProcess> routers = new CopyOnWriteArrayList<>();
    private final Set<Integer> down = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    private Ordeal(Path folder, UnaryOperator<Setup> database, int replicas, String policy) {
        for (int replica = 0; replica < replicas; replica++) {
            Path own = folder.resolve("router" + replica);
            setups.add(database.apply(in(own, config(policy))));
        }
        setups.forEach(setup -> routers.add(setup.launch()));
        try {
            routers.forEach(Setup::answering);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private String config(String policy) {
        return """
            carteiro:
              sources:
                evolution: { type: evolution }
              destinations:
                sink: { url: "%s", format: cloudevents, %s }
              routes:
                - { name: all, to: [sink] }
            """.formatted(sink.url(), policy);
    }

    private static Setup in(Path folder, String config) {
        try {
            return Setup.in(Files.createDirectories(folder), config);
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** Replicas on a database of its own. */
    static Ordeal on(PostgresServer server, Path folder, int replicas) {
        return new Ordeal(folder, server::serving, replicas, QUICK);
    }

    /** One router with a PostgreSQL inside. */
    static Ordeal alone(Path folder) {
        return alone(folder, setup -> setup, QUICK);
    }

    /** One router, with a database and a policy of its own. */
    static Ordeal alone(Path folder, UnaryOperator<Setup> database, String policy) {
        return new Ordeal(folder, database, 1, policy);
    }

    NumberedPeer sink() {
        return sink;
    }

    RouterProcess router(int replica) {
        return routers.get(replica);
    }

    /** Senders that take turns with the replicas, behind a balancer that leaves those out that are down. */
    LedgerLoad load(Size size) {
        return new LedgerLoad(this::next, size).start();
    }

    private RouterClient next() {
        int replica = Math.floorMod(turn.getAndIncrement(), routers.size());
        return routers.get(down.contains(replica) ? (replica + 1) % routers.size() : replica)
                .client();
    }

    /** SIGKILL. */
    void kill(int replica) {
        down.add(replica);
        routers.get(replica).kill();
    }

    /** Another in the place of one that has ended. */
    void startAgain(int replica) {
        routers.set(replica, setups.get(replica).start());
        down.remove(replica);
    }

    /** What became of it, when all is over. */
    Ledger settled(String fault, LedgerLoad load) {
        eventually().atMost(Duration.ofMinutes(4)).until(load::isDone);
        eventually().atMost(Duration.ofMinutes(4)).until(() -> sink.hasAll(load.acked()));
        eventually().atMost(Duration.ofMinutes(2)).until(() -> deliveries("pending") + deliveries("retrying") == 0);
        return Ledger.of(load.acked(), sink.arrivals(load.run()), deliveries("dead"))
                .printed(fault + " refused=" + load.refusals().size() + " cut-off="
                        + load.disconnections().size());
    }

    private int deliveries(String state) {
        return routers.getLast()
                .client()
                .get("/api/deliveries?state=" + state)
                .path("deliveries")
                .size();
    }

    @Override
    public void close() {
        routers.forEach(RouterProcess::close);
        sink.close();
    }
}
