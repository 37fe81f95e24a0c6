package dev.carteiro.bridge;

import dev.carteiro.store.Cause;
import dev.carteiro.store.Database;
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

/**
 * Forgets what is which on the other side after a time in which nobody answers, edits or deletes a message any more; a few
 * thousand at a time, so that nobody waits for it.
 */
final class BridgeHousekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BridgeHousekeeping.class);

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int MOST = 5_000;

    private static final List<String> FORGET = List.of("""
            DELETE FROM bridge_message WHERE id = ANY (ARRAY(
                SELECT id FROM bridge_message m WHERE created_at < now() - interval '90 days'
                  AND NOT EXISTS (SELECT FROM bridge_import i WHERE i.bridge = split_part(m.bridge, '|', 1) AND i.state = 'running')
                ORDER BY created_at LIMIT :most))
            """, """
            DELETE FROM bridge_receipt WHERE (bridge, whatsapp_id) IN (
                SELECT bridge, whatsapp_id FROM bridge_receipt WHERE at < now() - interval '3 days' ORDER BY at LIMIT :most)
            """);

    private final Database database;
    private final Scheduler timer;
    private volatile Disposable sweeping = Disposables.disposed();
    private volatile boolean running;

    BridgeHousekeeping(Database database, Scheduler timer) {
        this.database = database;
        this.timer = timer;
    }

    /** Emits how many rows are gone. */
    Mono<Long> sweep() {
        return Flux.fromIterable(FORGET)
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
                            log.warn("event=bridges-not-swept cause=\"{}\"", Cause.of(failure));
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
