package dev.carteiro.instance;

import dev.carteiro.instance.InstanceTable.Heard;
import dev.carteiro.store.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** When each instance was last heard of: noted for each event, and written down every few seconds, all at once. */
final class Heartbeats implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

    private static final Duration EVERY = Duration.ofSeconds(5);

    /** Whoever may post can invent instances; beyond so many between two writes, new ones are not noted. */
    private static final int MOST = 10_000;

    private final InstanceTable table;
    private final Clock clock;
    private final Scheduler timer;
    private final int phase;
    private final Map<InstanceId, Instant> heard = new ConcurrentHashMap<>();
    private volatile Disposable writing = Disposables.disposed();
    private volatile boolean running;

    Heartbeats(InstanceTable table, Clock clock, Scheduler timer, int phase) {
        this.table = table;
        this.clock = clock;
        this.timer = timer;
        this.phase = phase;
    }

    /** {@code told} is when it happened in the sender's words, which nobody has to believe where they are of the future. */
    void heard(InstanceId id, Instant told) {
        Instant now = clock.instant();
        Instant at = told.isAfter(now) ? now : told;
        if (heard.size() < MOST || heard.containsKey(id)) {
            heard.merge(id, at, (before, after) -> before.isAfter(after) ? before : after);
        }
    }

    private Mono<Void> write() {
        List<Heard> batch = new ArrayList<>();
        heard.forEach((id, at) -> {
            if (heard.remove(id, at)) {
                batch.add(new Heard(id, at));
            }
        });
        batch.sort(Comparator.comparing((Heard one) -> one.id().source())
                .thenComparing(one -> one.id().name())); // all replicas in one order, or they could wait for each other
        return batch.isEmpty()
                ? Mono.empty()
                : table.heard(batch).onErrorResume(failure -> {
                    log.warn("event=instances-not-noted count={} cause=\"{}\"", batch.size(), Cause.of(failure));
                    return Mono.empty(); // the next event of each says it again
                });
    }

    @Override
    public void start() {
        running = true;
        writing = Flux.interval(EVERY, timer)
                .onBackpressureDrop()
                .concatMap(tick -> write(), 1)
                .subscribe();
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        writing.dispose();
        writing = write().timeout(EVERY)
                .onErrorComplete()
                .doFinally(signal -> callback.run())
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
