package dev.carteiro.delivery;

import dev.carteiro.store.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Brings deliveries to their pipelines and writes down what became of them. All that it says to the database goes through
 * one loop, one statement at a time: settle what ended, mend lanes, claim what is due. Wake-ups are hints; a poll every
 * second finds what they missed.
 */
final class Dispatcher implements SmartLifecycle, Settler.Listener {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int POLLS_PER_SWEEP = 60;
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final int GROUP = 512;

    private final Pipelines pipelines;
    private final DeliveryQueue queue;
    private final Settler settler;
    private final Leases leases;
    private final Timing timing;
    private final LaneMender lanes;
    private final SerialLoop loop;
    private final Attempts attempts;
    private final Claims claims;
    private volatile boolean running;
    private Disposable polling = () -> {};

    Dispatcher(Pipelines pipelines, DeliveryQueue queue, Settler settler, Leases leases, Timing timing) {
        this.pipelines = pipelines;
        this.queue = queue;
        this.settler = settler;
        this.leases = leases;
        this.timing = timing;
        lanes = new LaneMender(queue);
        loop = new SerialLoop("deliveries", this::turn, timing.timer());
        attempts = new Attempts(queue, settler, timing, loop::signal);
        claims = new Claims(queue, leases, this::begin, loop::signal);
    }

    /** Where time comes from. */
    record Timing(Clock clock, Scheduler timer) {}

    /** A delivery that has been committed; {@code delivery} is there when it was leased to us in the same statement. */
    record Enqueued(
            String destination,
            @Nullable String lane,
            boolean head,
            @Nullable Delivery delivery) {}

    @Nullable Destination destination(String name) {
        Pipeline pipeline = pipelines.named(name);
        return pipeline == null ? null : pipeline.destination();
    }

    /** The number under which new deliveries may be leased as they are written; 0 where they must all be claimed. */
    long directLease() {
        return running && attempts.isRunning() ? leases.direct() : 0;
    }

    boolean reserve(String destination) {
        Pipeline pipeline = pipelines.named(destination);
        return pipeline != null && pipeline.reserve(timing.clock().instant());
    }

    void release(String destination, int slots) {
        Pipeline pipeline = pipelines.named(destination);
        if (pipeline != null) {
            pipeline.release(slots);
        }
    }

    /** A commit's result was lost: rows may be leased to us that we know nothing of. */
    void lostTrackOfDirectLeases() {
        leases.lostDirect();
    }

    /** Gives such rows back; to be called while no append is in flight. */
    Mono<Void> findDirectLeases() {
        return leases.auditDirect()
                .filter(found -> found)
                .doOnNext(found -> poll())
                .then();
    }

    void enqueued(Enqueued enqueued) {
        if (enqueued.delivery() != null) {
            begin(enqueued.delivery());
        } else if (enqueued.head()) {
            hint(enqueued.destination());
        } else if (enqueued.lane() != null && !settler.willMove(enqueued.destination(), enqueued.lane())) {
            lanes.suspect(enqueued.destination(), enqueued.lane());
            loop.signal();
        }
    }

    private void begin(Delivery delivery) {
        Pipeline pipeline = pipelines.named(delivery.destination());
        if (pipeline == null) {
            leases.lostDirect(); // the destination left the configuration a moment ago: its rows go back to the queue
            leases.lostClaims();
            return;
        }
        leases.add(delivery);
        settler.expect(delivery);
        pipeline.add(delivery);
        attempts.begin(pipeline);
    }

    private void hint(String destination) {
        hintWithoutSignal(destination);
        loop.signal();
    }

    private Mono<Void> turn() {
        return settler.settle(GROUP, this)
                .doOnError(failure -> leases.lostClaims())
                .then(Mono.defer(this::takeOver))
                .thenMany(Flux.defer(lanes::mend).doOnNext(this::hintWithoutSignal))
                .then(Mono.defer(this::retryWhereChanged))
                .then(Mono.defer(this::claimAll))
                .then(Mono.fromRunnable(this::goOnWhereMoreIsLeft));
    }

    /** A tunnel's new address must not wait for the next try of the old one, which may be hours away. */
    private Mono<Void> retryWhereChanged() {
        String changed = pipelines.nextChanged();
        return changed == null
                ? Mono.empty()
                : queue.dueNow(changed)
                        .doOnNext(count -> log.info("event=retries-due destination={} count={}", changed, count))
                        .then();
    }

    private void goOnWhereMoreIsLeft() {
        if (!settler.isEmpty() || !lanes.isEmpty()) {
            loop.signal();
        }
    }

    @Override
    public void settled(Settlement settlement, Pipeline pipeline) {
        leases.remove(settlement.delivery());
        pipeline.release(1);
        if (settlement.verdict() instanceof Verdict.Later later) {
            wakeAt(pipeline, later.delay());
        }
    }

    @Override
    public void moved(Settling.Moved next) {
        Pipeline pipeline = pipelines.named(next.destination());
        if (next.delivery() == null) {
            hintWithoutSignal(next.destination());
        } else if (pipeline != null) {
            pipeline.hold(1); // the slot of the one that it follows
            begin(next.delivery());
        }
    }

    /** A lane that goes on by itself would starve the lanes that wait for a claim; so it may only while none do. */
    @Override
    public Settling.Chain unhurried() {
        Instant now = timing.clock().instant();
        List<String> destinations = pipelines.all().stream()
                .filter(pipeline -> attempts.isRunning() && !pipeline.mayHaveWork() && pipeline.open(now))
                .map(pipeline -> pipeline.destination().name())
                .toList();
        return new Settling.Chain(destinations, leases.forClaims());
    }

    private void wakeAt(Pipeline pipeline, Duration delay) {
        Instant now = timing.clock().instant();
        if (pipeline.wakesAt(now.plus(delay), now)) {
            Disposable wake = timing.timer()
                    .schedule(() -> hint(pipeline.destination().name()), delay.toMillis(), TimeUnit.MILLISECONDS);
            log.trace(
                    "event=wake-up-arranged destination={} disposed={}",
                    pipeline.destination().name(),
                    wake.isDisposed());
        }
    }

    private Mono<Void> takeOver() {
        return leases.takeOver()
                .filter(taken -> taken)
                .doOnNext(taken -> {
                    lanes.sweep();
                    pipelines.all().forEach(Pipeline::hint);
                })
                .then();
    }

    private void hintWithoutSignal(String destination) {
        Pipeline pipeline = pipelines.named(destination);
        if (pipeline != null) {
            pipeline.hint();
        }
    }

    private Mono<Void> claimAll() {
        if (leases.forClaims() == 0 || !attempts.isRunning()) {
            return Mono.empty();
        }
        return leases.auditClaims()
                .filter(found -> found)
                .doOnNext(found -> pipelines.all().forEach(Pipeline::hint))
                .thenMany(Flux.fromIterable(pipelines.all())
                        .concatMap(pipeline ->
                                claims.claim(pipeline, timing.clock().instant())))
                .then();
    }

    private void poll(long tick) {
        if (tick % POLLS_PER_SWEEP == POLLS_PER_SWEEP - 1) {
            lanes.sweep();
        }
        poll();
    }

    private void poll() {
        pipelines.all().forEach(Pipeline::hint);
        loop.signal();
    }

    @Override
    public void start() {
        running = true;
        attempts.start();
        loop.start();
        polling = Flux.interval(POLL, timing.timer()).onBackpressureDrop().subscribe(tick -> poll(tick));
    }

    /** Starts nothing more, lets what runs come to its end, writes that down and gives the rest back. */
    @Override
    public void stop(Runnable callback) {
        attempts.stop();
        polling.dispose();
        polling = Flux.interval(Duration.ofMillis(20), timing.timer())
                .onBackpressureDrop()
                .doOnNext(tick -> loop.signal())
                .takeUntil(tick -> idle())
                .take(DRAIN)
                .then(Mono.defer(leases::giveAllBack))
                .onErrorResume(failure -> {
                    log.warn("event=leases-not-given-back cause=\"{}\"", Cause.of(failure));
                    return Mono.empty();
                })
                .doFinally(signal -> {
                    loop.stop();
                    running = false;
                    callback.run();
                })
                .subscribe();
    }

    private boolean idle() {
        return settler.isEmpty() && pipelines.all().stream().allMatch(pipeline -> pipeline.attempting() == 0);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Up after the replica has joined, down before it leaves. */
    @Override
    public int getPhase() {
        return leases.phase() + 100;
    }
}
