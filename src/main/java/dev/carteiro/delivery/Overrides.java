package dev.carteiro.delivery;

import dev.carteiro.cluster.Replica;
import dev.carteiro.store.Cause;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Notices;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was changed of destinations at run time: kept in the database, and in force on all replicas as soon as it is there. */
public final class Overrides implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Overrides.class);

    /** Announcements are fast; a look now and then finds what they missed. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** For so long the start waits for the database, which was there a moment ago. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private static final String ALL = """
            SELECT destination, url, paused, disabled_reason, disabled_at, changed_at,
                   CASE WHEN quiet_until > now() THEN (extract(epoch FROM quiet_until - now()) * 1000)::bigint END AS quiet
            FROM destination_override
            """;

    private static final String PATCH = """
            INSERT INTO destination_override AS o (destination, url, paused) VALUES (:destination, :url, coalesce(:paused, false))
            ON CONFLICT (destination) DO UPDATE
            SET url = coalesce(excluded.url, o.url), paused = coalesce(:paused, o.paused), changed_at = now()
            """;

    private static final String CLEAR = """
            UPDATE destination_override SET url = NULL, paused = false, changed_at = now()
            WHERE destination = :destination AND (url IS NOT NULL OR paused)
            """;

    private static final String RESUME = """
            UPDATE destination_override SET paused = false, quiet_until = NULL, changed_at = now()
            WHERE destination = :destination
            """;

    private static final String ENABLE = """
            UPDATE destination_override
            SET disabled_reason = NULL, disabled_at = NULL, quiet_until = NULL, changed_at = now()
            WHERE destination = :destination
            """;

    private final Database database;
    private final Notices notices;
    private final Pipelines pipelines;
    private final Clock clock;
    private final CountDownLatch looked = new CountDownLatch(1);
    private volatile boolean known;
    private volatile boolean running;
    private Disposable listening = () -> {};

    Overrides(Database database, Notices notices, Pipelines pipelines, Clock clock) {
        this.database = database;
        this.notices = notices;
        this.pipelines = pipelines;
        this.clock = clock;
    }

    /** Puts a destination elsewhere or stops it; what is null stays. In force here when it completes, elsewhere a moment later. */
    public Mono<Void> patch(String destination, @Nullable String url, @Nullable Boolean paused) {
        var statement = database.sql(PATCH).bind("destination", destination);
        statement = url == null ? statement.bindNull("url", String.class) : statement.bind("url", url);
        statement = paused == null ? statement.bindNull("paused", Boolean.class) : statement.bind("paused", paused);
        return report("destination-overridden", destination, statement.then());
    }

    /** Undoes {@link #patch}: the configuration counts again. */
    public Mono<Void> clear(String destination) {
        return change("destination-override-undone", destination, CLEAR);
    }

    /** Ends a pause, whether an operator's or one that the destination asked for. */
    public Mono<Void> resume(String destination) {
        return change("destination-resumed", destination, RESUME);
    }

    /** Lets a destination that disabled itself with a 410 have its deliveries again. */
    public Mono<Void> enable(String destination) {
        return change("destination-enabled", destination, ENABLE);
    }

    private Mono<Void> change(String event, String destination, String statement) {
        return report(
                event,
                destination,
                Mono.defer(() ->
                        database.sql(statement).bind("destination", destination).then()));
    }

    private Mono<Void> report(String event, String destination, Mono<Void> change) {
        return change.then(Mono.fromRunnable(() -> log.info("event={} destination={}", event, destination)))
                .then(Mono.defer(this::look));
    }

    /** Reads all there is and puts it in force. */
    Mono<Void> look() {
        return database.sql(ALL)
                .map(this::entry)
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(pipelines::apply)
                .then();
    }

    private Map.Entry<String, Standing> entry(Readable row) {
        Long quiet = row.get("quiet", Long.class);
        return Map.entry(
                Columns.required(row, "destination", String.class),
                new Standing(
                        row.get("url", String.class),
                        Columns.required(row, "paused", Boolean.class),
                        row.get("disabled_reason", String.class),
                        row.get("disabled_at", Instant.class),
                        quiet == null ? Instant.EPOCH : clock.instant().plusMillis(quiet),
                        Columns.required(row, "changed_at", Instant.class)));
    }

    @Override
    public void start() {
        running = true;
        listening = Flux.merge(
                        notices.on("carteiro_override"),
                        Flux.interval(Duration.ZERO, LOOK)
                                .filter(tick -> !known || tick % notices.looksToOne() == 0)
                                .map(String::valueOf))
                .onBackpressureLatest()
                .concatMap(
                        notice -> look().doOnSuccess(done -> known = true)
                                .onErrorResume(failure -> {
                                    known = false;
                                    log.warn(
                                            "event=overrides-unknown next-try={} cause=\"{}\"",
                                            LOOK,
                                            Cause.of(failure));
                                    return Mono.empty();
                                })
                                .doFinally(signal -> looked.countDown()),
                        1)
                .subscribe();
        waitForTheFirstLook();
    }

    /** What was paused or sent elsewhere before a restart must not get anything at its old place after it. */
    private void waitForTheFirstLook() {
        try {
            if (!looked.await(FIRST.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("event=overrides-unknown next-try={} cause=\"no answer within {}\"", LOOK, FIRST);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        listening.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** In force before anything is delivered: the dispatcher starts later. */
    @Override
    public int getPhase() {
        return Replica.PHASE + 50;
    }
}
