package dev.carteiro.delivery;

import dev.carteiro.cluster.Membership;
import dev.carteiro.cluster.Replica;
import dev.carteiro.cluster.SerialLoop;
import dev.carteiro.delivery.ReplayTable.Due;
import dev.carteiro.store.Cause;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Goes on with the replays, a batch at a time, always with the one that has waited longest. */
final class Replayer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Replayer.class);
    private static final Duration POLL = Duration.ofSeconds(5);

    /** While none runs, and nobody else could have begun one. */
    private static final int POLLS_PER_CALM_POLL = 12;

    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final int LARGEST_BATCH = 500;
    private static final int BATCHES_PER_SECOND = 4;

    private final ReplayTable table;
    private final Candidates candidates;
    private final Requeue requeue;
    private final Membership membership;
    private final Scheduler timer;
    private final SerialLoop loop;
    private volatile boolean running;
    private volatile boolean busy;
    private volatile boolean calm;
    private volatile Disposable alarm = () -> {};
    private Disposable polling = () -> {};

    Replayer(ReplayTable table, Candidates candidates, Requeue requeue, Membership membership, Scheduler timer) {
        this.table = table;
        this.candidates = candidates;
        this.requeue = requeue;
        this.membership = membership;
        this.timer = timer;
        loop = new SerialLoop("replays", this::turn, timer);
    }

    /** There is a new one. */
    void wake() {
        loop.signal();
    }

    private Mono<Void> turn() {
        busy = true; // before it is asked whether we are to stop
        return Mono.defer(this::goOn).doFinally(signal -> busy = false);
    }

    private Mono<Void> goOn() {
        long lease = membership.lease();
        return lease == 0 || !running
                ? Mono.empty()
                : take(lease).flatMap(due -> due.in().isPositive() ? later(due) : step(due, lease));
    }

    private Mono<Due> take(long lease) {
        boolean alone = membership.alone();
        calm = false; // until it is known better
        return table.take(lease).switchIfEmpty(Mono.fromRunnable(() -> calm = alone));
    }

    private void poll(long tick) {
        if (!calm || !membership.alone() || tick % POLLS_PER_CALM_POLL == 0) {
            loop.signal();
        }
    }

    private Mono<Void> later(Due due) {
        alarm.dispose();
        alarm = timer.schedule(loop::signal, due.in().toMillis(), TimeUnit.MILLISECONDS);
        return Mono.empty();
    }

    private Mono<Void> step(Due due, long lease) {
        Replay replay = due.replay();
        String destination = String.valueOf(replay.filter().destination());
        if (!requeue.knows(destination)) {
            log.error("event=replay-failed replay={} cause=\"no destination {}\"", replay.id(), destination);
            return table.fail(replay.id(), "The destination " + destination + " is not configured any more.");
        }
        return candidates
                .next(replay.filter(), due.span(), batch(replay.rate()))
                .flatMap(found -> requeue.put(replay, found, due.span().after(), lease))
                .doOnNext(count -> log.debug("event=replay-batch replay={} count={}", replay.id(), count))
                .then()
                .onErrorResume(failure -> {
                    log.warn("event=replay-put-off replay={} cause=\"{}\"", replay.id(), Cause.of(failure));
                    return table.postpone(replay.id(), Cause.of(failure));
                })
                .then(Mono.fromRunnable(loop::signal));
    }

    /** A quarter of a second's worth, so that a slow replay is even and a fast one takes few statements. */
    static int batch(Policy.Rate rate) {
        long millis = rate.per().toMillis();
        return Math.clamp(rate.permits() * 1_000L / BATCHES_PER_SECOND / millis, 1, LARGEST_BATCH);
    }

    @Override
    public void start() {
        running = true;
        loop.start();
        polling = Flux.interval(Duration.ZERO, POLL, timer).onBackpressureDrop().subscribe(this::poll);
    }

    /** Lets the batch that is being written come to its end. */
    @Override
    public void stop(Runnable callback) {
        running = false;
        alarm.dispose();
        polling.dispose();
        polling = Flux.interval(Duration.ZERO, Duration.ofMillis(20), timer)
                .onBackpressureDrop()
                .takeUntil(tick -> !busy)
                .take(DRAIN)
                .doFinally(signal -> {
                    loop.stop();
                    callback.run();
                })
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

    /** Up after the dispatcher, down before it. */
    @Override
    public int getPhase() {
        return Replica.PHASE + 150;
    }
}
