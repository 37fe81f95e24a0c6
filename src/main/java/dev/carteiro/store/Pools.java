package dev.carteiro.store;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** Opens the pools and closes them again. */
final class Pools implements AutoCloseable {

    /** Longer than any statement of ours takes: one that hangs must give its connection back. */
    private static final Duration STATEMENT = Duration.ofSeconds(30);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /**
     * Few statements, run again and again, are planned once. They are planned while the queue is empty, when reading all of
     * it looks cheapest, and run when it is not: so they are told to use the indexes, come what may.
     */
    private static final Map<String, String> PLANNING = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "enable_seqscan", "off",
            "enable_mergejoin", "off",
            "random_page_cost", "1.1",
            "jit", "off");

    /** What works on the queue asks for the first row of a lane, and a bitmap would read all of it. */
    private static final Set<String> ON_THE_QUEUE = Set.of("ingest", "delivery");

    private static final int BYTEA = PostgresqlObjectId.BYTEA.getObjectId();

    private final DatabaseUrl url;
    private final LoopResources loops;
    private final int connections;
    private final List<ConnectionPool> open = new ArrayList<>();

    Pools(DatabaseUrl url, LoopResources loops, int connections) {
        this.url = url;
        this.loops = loops;
        this.connections = connections;
    }

    /** A pool named after its work, for {@code pg_stat_activity}; a caller waits 3 s for a connection at most. */
    ConnectionPool open(String work) {
        ConnectionPool pool = new ConnectionPool(ConnectionPoolConfiguration.builder(factory(work))
                .name(work)
                .initialSize(0)
                .maxSize(connections)
                .maxAcquireTime(CONNECT)
                // After the server was restarted all of them may be dead, and each is only found out when it is asked
                // for.
                .acquireRetry(connections)
                .maxIdleTime(Duration.ofMinutes(10))
                .build());
        open.add(pool);
        return pool;
    }

    /** Connections outside any pool, for what keeps one for itself. */
    PostgresqlConnectionFactory factory(String work) {
        CodecRegistrar codecs = (connection, allocator, registry) -> Mono.fromRunnable(() -> {
            registry.addFirst(new BinaryCodec<>(Packed.class, packed -> BYTEA, Packed::take));
            registry.addFirst(new BinaryCodec<>(Series.class, Series::type, Series::take));
        });
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(url.host())
                .port(url.port())
                .database(url.database())
                .username(url.user())
                .password(url.password())
                .sslMode(SSLMode.fromValue(url.sslMode()))
                .applicationName("carteiro-" + work)
                .connectTimeout(CONNECT)
                .statementTimeout(STATEMENT)
                .tcpKeepAlive(true)
                .forceBinary(true)
                .options(planning(work))
                .codecRegistrar(codecs)
                .loopResources(loops)
                .build());
    }

    private static Map<String, String> planning(String work) {
        if (!ON_THE_QUEUE.contains(work)) {
            return PLANNING;
        }
        Map<String, String> options = new HashMap<>(PLANNING);
        options.put("enable_bitmapscan", "off");
        return options;
    }

    @Override
    public void close() {
        open.forEach(ConnectionPool::dispose);
    }
}
