package dev.carteiro.store;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Deletes what nobody needs any more, every few minutes, and so little at a time that nobody waits for it. */
public final class Sweep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int MOST = 5_000;

    private final String what;
    private final Database database;
    private final List<String> statements;
    private final Scheduler timer;
    private volatile Disposable sweeping = Disposables.disposed();
    private volatile boolean running;

    /**
     * {@code what} names it in the log; each of {@code statements} deletes {@code :most} rows at most, and is repeated while
     * it does.
     */
    public Sweep(String what, Database database, List<String> statements, Scheduler timer) {
        this.what = what;
        this.database = database;
        this.statements = List.copyOf(statements);
        this.timer = timer;
    }

    /** Emits how many rows are gone. */
    public Mono<Long> sweep() {
        return Flux.fromIterable(statements)
                .concatMap(statement -> some(statement).expand(gone -> gone < MOST ? Mono.empty() : some(statement)))
                .reduce(0L, Long::sum);
    }

    private Mono<Long> some(String statement) {
        return Mono.defer(
                () -> database.sql(statement).bind("most", MOST).fetch().rowsUpdated());
    }

    @Override
    public void start() {
        running = true;
        sweeping = Flux.interval(EVERY, timer)
                .onBackpressureDrop()
                .concatMap(
                        tick -> sweep().onErrorResume(failure -> {
                            log.warn("event=not-swept what={} cause=\"{}\"", what, Cause.of(failure));
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
