package dev.carteiro.store;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Whether the database answers, and whether its commits survive a power cut: with {@code fsync} or
 * {@code synchronous_commit} off, an acknowledged event can still be lost.
 */
final class Durability extends AbstractReactiveHealthIndicator implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Durability.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String SETTINGS = """
            SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
                   current_setting('server_version') AS version
            """;

    private final Database database;
    private Disposable check = () -> {};
    private volatile boolean running;
    private volatile double durable = Double.NaN;

    Durability(Database database) {
        this.database = database;
    }

    /** The server's settings as it runs now. */
    Mono<Settings> settings() {
        return database.sql(SETTINGS)
                .map(row -> new Settings(
                        Columns.required(row, "fsync", String.class),
                        Columns.required(row, "synchronous_commit", String.class),
                        Columns.required(row, "version", String.class)))
                .one()
                .doOnNext(settings -> durable = settings.durable() ? 1 : 0);
    }

    /** 1 or 0, as it was when the server was asked last; not a number before that. */
    double durable() {
        return durable;
    }

    @Override
    protected Mono<Health> doHealthCheck(Health.Builder builder) {
        return settings()
                .timeout(PATIENCE)
                .map(settings -> settings.describe(builder.up()).build())
                .onErrorResume(failure -> Mono.just(
                        builder.down().withDetail("cause", failure.toString()).build()));
    }

    @Override
    public void start() {
        running = true;
        check = settings()
                .timeout(PATIENCE)
                .subscribe(
                        Durability::warn,
                        failure -> log.warn("event=durability-unknown cause=\"{}\"", failure.toString()));
    }

    private static void warn(Settings settings) {
        if (!settings.durable()) {
            log.warn(
                    "event=not-durable fsync={} synchronous_commit={}: acknowledged events CAN BE LOST when the database's"
                            + " machine stops. Set both to on in postgresql.conf.",
                    settings.fsync(),
                    settings.synchronousCommit());
        }
    }

    @Override
    public void stop() {
        running = false;
        check.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** What PostgreSQL says of itself. */
    record Settings(String fsync, String synchronousCommit, String version) {

        /** {@code remote_write}, {@code remote_apply}, {@code local} and {@code on} all wait for our own disk. */
        boolean durable() {
            return fsync.equals("on") && !synchronousCommit.equals("off");
        }

        private Health.Builder describe(Health.Builder health) {
            return health.withDetail("durable", durable())
                    .withDetail("fsync", fsync)
                    .withDetail("synchronous_commit", synchronousCommit)
                    .withDetail("version", version);
        }
    }
}
