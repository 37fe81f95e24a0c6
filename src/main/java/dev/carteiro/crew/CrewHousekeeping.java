package dev.carteiro.crew;

import dev.carteiro.store.Cause;
import dev.carteiro.store.Database;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Forgets runs that ended a week ago, and those whose delivery is no more; a few thousand at a time. */
final class CrewHousekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CrewHousekeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int MOST = 5_000;

    private static final String FORGET = """
            DELETE FROM crew_run WHERE (event, destination) IN (
                SELECT event, destination FROM crew_run r
                WHERE r.ended_at < now() - interval '7 days'
                UNION ALL
                SELECT event, destination FROM crew_run r
                WHERE r.ended_at IS NULL AND r.begun_at < now() - interval '7 days' AND NOT EXISTS (
                          SELECT FROM delivery d WHERE d.event = r.event AND d.destination = r.destination)
                LIMIT :most)
            """;

    private final Database database;
    private final Scheduler timer;
    private volatile Disposable sweeping = Disposables.disposed();
    private volatile boolean running;

    CrewHousekeeping(Database database, Scheduler timer) {
        this.database = database;
        this.timer = timer;
    }

    /** Emits how many rows are gone. */
    Mono<Long> sweep() {
        return some().expand(gone -> gone < MOST ? Mono.empty() : some()).reduce(0L, Long::sum);
    }

    private Mono<Long> some() {
        return Mono.defer(() -> database.sql(FORGET).bind("most", MOST).fetch().rowsUpdated());
    }

    @Override
    public void start() {
        running = true;
        sweeping = Flux.interval(EVERY, timer)
                .onBackpressureDrop()
                .concatMap(
                        tick -> sweep().onErrorResume(failure -> {
                            log.warn("event=crew-runs-not-swept cause=\"{}\"", Cause.of(failure));
                            return Mono.empty();
                        }),
                        1)
                .subscribe();
    }

    @Override
    public void stop() {
        running = false;
        sweeping.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
