package dev.carteiro.store;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Has our PostgreSQL look every 5 s for what it has to clear away while it has much to do: what left the queue stays in the
 * indexes until then, and each claim walks over it. While there is little to do, each look costs more than all the rest.
 */
final class VacuumPace implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(VacuumPace.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** In that time; at rest there are about five. */
    private static final int MUCH = 100;

    /** So that what a busy time has left is cleared away as well. */
    private static final int CALM_LOOKS = 12;

    private static final String OFTEN = "5s";
    private static final String SELDOM = "5min";

    private final Database database;
    private final DoubleSupplier sent;
    private double before;
    private int calm;
    private @Nullable String nap;
    private volatile Disposable looking = Disposables.disposed();
    private volatile boolean running;

    /** {@code sent} counts the statements; where it stands at 0, nobody does, and there may be many. */
    VacuumPace(Database database, DoubleSupplier sent) {
        this.database = database;
        this.sent = sent;
    }

    Mono<Void> look() {
        double now = sent.getAsDouble();
        boolean busy = now == 0 || now - before > MUCH;
        before = now;
        calm = busy ? 0 : calm + 1;
        String wanted = busy ? OFTEN : nap == null || calm >= CALM_LOOKS ? SELDOM : nap;
        return wanted.equals(nap)
                ? Mono.empty()
                : set(wanted).onErrorResume(failure -> {
                    log.warn("event=vacuum-pace-not-set nap={} cause=\"{}\"", wanted, Cause.of(failure));
                    return Mono.empty();
                });
    }

    private Mono<Void> set(String wanted) {
        return database.sql("ALTER SYSTEM SET autovacuum_naptime = '" + wanted + "'")
                .then()
                .then(Mono.defer(() -> database.sql("SELECT pg_reload_conf()").then()))
                .doOnSuccess(done -> {
                    nap = wanted;
                    log.debug("event=vacuum-pace nap={}", wanted);
                });
    }

    @Override
    public void start() {
        running = true;
        looking = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> look(), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        running = false;
        looking.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
