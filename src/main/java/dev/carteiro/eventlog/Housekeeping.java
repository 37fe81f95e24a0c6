package dev.carteiro.eventlog;

import dev.carteiro.store.Cause;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes the partitions of the coming days and drops what has left retention, every hour. */
final class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int DAYS_AHEAD = 3;
    private static final int KEYS_AT_A_TIME = 20_000;

    private static final String CREATE = "SELECT create_partitions(:days)::text";
    private static final String DROP = "SELECT drop_partitions(now() - make_interval(secs => :seconds)) AS dropped";
    private static final String FORGET = """
            DELETE FROM seen WHERE ctid IN (
                SELECT ctid FROM seen WHERE event < position_at(now() - make_interval(secs => :seconds)) LIMIT :limit)
            """;

    private final Database database;
    private final EventLogProperties properties;
    private volatile boolean running;
    private Disposable keeping = () -> {};

    Housekeeping(Database database, EventLogProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** One round; what fails is tried again in the next, and partitions are made days before they are needed. */
    Mono<Void> round() {
        return database.sql(CREATE)
                .bind("days", DAYS_AHEAD)
                .then()
                .then(Mono.defer(this::drop))
                .then(Mono.defer(this::forget))
                .onErrorResume(failure -> {
                    log.warn("event=housekeeping-failed next-try={} cause=\"{}\"", EVERY, Cause.of(failure));
                    return Mono.empty();
                });
    }

    private Mono<Void> drop() {
        return database.sql(DROP)
                .bind("seconds", (double) properties.retention().toSeconds())
                .map(row -> Columns.required(row, "dropped", Integer.class))
                .one()
                .filter(dropped -> dropped > 0)
                .doOnNext(dropped -> log.info("event=partitions-dropped count={}", dropped))
                .then();
    }

    /** A bite at a time, so that no transaction is long; goes on while there is a whole bite left. */
    private Mono<Void> forget() {
        return database.sql(FORGET)
                .bind("seconds", (double) properties.seenRetention().toSeconds())
                .bind("limit", KEYS_AT_A_TIME)
                .fetch()
                .rowsUpdated()
                .flatMap(deleted -> deleted < KEYS_AT_A_TIME ? Mono.empty() : forget());
    }

    @Override
    public void start() {
        running = true;
        keeping = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> round(), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        running = false;
        keeping.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
