package dev.carteiro.delivery;

import dev.carteiro.cluster.Replica;
import dev.carteiro.delivery.DeliveryQueue.Held;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final int CALM = 4; // so few deliveries in hand that there is nothing to gather
    private static final Duration SETTLE_PATIENCE = Duration.ofMillis(10);

    /** So many large bodies are in memory at once, over all destinations: each of them is there about four times. */
    private static final int HEAVY_ATTEMPTS = Math.clamp(Runtime.getRuntime().maxMemory() >> 28, 1, 8);

    private final Pipelines pipelines;
    private final DeliveryQueue queue;
    private final Settler settler;
    private final Replica replica;
    private final Timing timing;
    private final SerialLoop loop;
    private final Turnstile heavyAttempts = new Turnstile(HEAVY_ATTEMPTS);
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final Queue<Lane> lanesToMend = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean settlingArranged = new AtomicBoolean();
    private volatile boolean lostDirect;
    private volatile boolean lostClaims;
    private volatile long departuresSeen = -1;
    private volatile boolean sweepDue;
    private volatile boolean running;
    private volatile boolean draining;
    private Disposable polling = () -> {};

    Dispatcher(Pipelines pipelines, DeliveryQueue queue, Settler settler, Replica replica, Timing timing) {
        this.pipelines = pipelines;
        this.queue = queue;
        this.settler = settler;
        this.replica = replica;
        this.timing = timing;
        loop = new SerialLoop("deliveries", this::turn, timing.timer());
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
        // With other replicas about, two of them could write to one lane at once, and both would think it empty.
        return running && !draining && replica.alone() && replica.lease() != 0 ? replica.lease() + 1 : 0;
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
        lostDirect = true;
    }

    /** Gives such rows back; to be called while no append is in flight. */
    Mono<Void> findDirectLeases() {
        if (!lostDirect) {
            return Mono.empty();
        }
        return queue.giveBackBut(held, replica.lease() + 1)
                .doOnNext(count -> found(count, "append"))
                .then();
    }

    private void found(long count, String by) {
        if (by.equals("append")) {
            lostDirect = false;
        } else {
            lostClaims = false;
        }
        if (count > 0) {
            log.warn("event=lost-leases-given-back count={} by={}", count, by);
        }
        pipelines.all().forEach(Pipeline::hint);
        loop.signal();
    }

    void enqueued(Enqueued enqueued) {
        if (enqueued.delivery() != null) {
            begin(enqueued.delivery());
        } else if (enqueued.head()) {
            hint(enqueued.destination());
        } else if (enqueued.lane() != null && !settler.willMove(enqueued.destination(), enqueued.lane())) {
            lanesToMend.add(new Lane(enqueued.destination(), enqueued.lane()));
            loop.signal();
        }
    }

    private void begin(Delivery delivery) {
        Pipeline pipeline = pipelines.named(delivery.destination());
        if (pipeline == null) {
            lostDirect = true; // the destination left the configuration a moment ago: its rows go back to the queue
            lostClaims = true;
            return;
        }
        held.add(Held.of(delivery));
        settler.expect(delivery);
        pipeline.add(delivery);
        pump(pipeline);
    }

    private void pump(Pipeline pipeline) {
        for (Delivery next = draining ? null : pipeline.next();
                next != null;
                next = draining ? null : pipeline.next()) {
            attempt(pipeline, next);
        }
    }

    private void attempt(Pipeline pipeline, Delivery delivery) {
        Instant startedAt = timing.clock().instant();
        Mono<Outcome> send = delivery.heavy()
                ? heavyAttempts
                        .pass(queue.withBody(delivery).flatMap(pipeline::attempt))
                        .onErrorResume(failure -> Mono.just(
                                Faults.outcome(failure, pipeline.destination().policy())))
                : pipeline.attempt(delivery);
        Disposable attempt = send.subscribe(outcome -> {
            pipeline.attempted();
            boolean urgent = settler.ended(pipeline, delivery, outcome, startedAt);
            if (urgent || pipeline.mayHaveWork() || pipeline.held() <= CALM || draining) {
                loop.signal();
            } else {
                settleSoon();
            }
            pump(pipeline);
        });
        log.trace("event=attempt-begun id={} disposed={}", delivery.position(), attempt.isDisposed());
    }

    /**
     * Nobody waits for this row: a moment's patience makes one statement of many. What it costs is a moment more in which
     * a crash would make a delivery be repeated.
     */
    private void settleSoon() {
        if (settlingArranged.compareAndSet(false, true)) {
            Disposable arranged = timing.timer()
                    .schedule(
                            () -> {
                                settlingArranged.set(false);
                                loop.signal();
                            },
                            SETTLE_PATIENCE.toMillis(),
                            TimeUnit.MILLISECONDS);
            log.trace("event=settling-arranged disposed={}", arranged.isDisposed());
        }
    }

    private void hint(String destination) {
        Pipeline pipeline = pipelines.named(destination);
        if (pipeline != null) {
            pipeline.hint();
            loop.signal();
        }
    }

    private Mono<Void> turn() {
        return settler.settle(GROUP, this)
                .doOnError(failure -> lostClaims = true)
                .then(Mono.defer(this::takeOver))
                .then(Mono.defer(this::mend))
                .then(Mono.defer(this::claims))
                .then(Mono.fromRunnable(this::goOnWhereMoreIsLeft));
    }

    private void goOnWhereMoreIsLeft() {
        if (!settler.isEmpty() || !lanesToMend.isEmpty()) {
            loop.signal();
        }
    }

    @Override
    public void settled(Settlement settlement, Pipeline pipeline) {
        held.remove(Held.of(settlement.delivery()));
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
                .filter(pipeline -> !draining && !pipeline.mayHaveWork() && pipeline.open(now))
                .map(pipeline -> pipeline.destination().name())
                .toList();
        return new Settling.Chain(destinations, replica.lease());
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

    /** What replicas held that are gone, ourselves before a restart among them. */
    private Mono<Void> takeOver() {
        long departures = replica.departures();
        if (replica.lease() == 0 || departures == departuresSeen) {
            return Mono.empty();
        }
        return queue.giveBackOfTheDead()
                .doOnNext(count -> {
                    departuresSeen = departures;
                    log.info("event=deliveries-taken-over count={}", count);
                })
                .thenMany(queue.promoteEverywhere())
                .doOnNext(this::hintWithoutSignal)
                .doOnComplete(() -> pipelines.all().forEach(Pipeline::hint))
                .then();
    }

    private void hintWithoutSignal(String destination) {
        Pipeline pipeline = pipelines.named(destination);
        if (pipeline != null) {
            pipeline.hint();
        }
    }

    private Mono<Void> mend() {
        Set<Lane> lanes = ConcurrentHashMap.newKeySet();
        while (lanes.size() < GROUP && lanesToMend.peek() != null) {
            lanes.add(lanesToMend.remove());
        }
        if (!lanes.isEmpty()) {
            return queue.promote(lanes)
                    .doOnNext(this::hintWithoutSignal)
                    .doOnError(failure -> lanesToMend.addAll(lanes))
                    .then();
        }
        if (!sweepDue) {
            return Mono.empty();
        }
        sweepDue = false;
        return queue.promoteEverywhere().doOnNext(this::hintWithoutSignal).then();
    }

    private Mono<Void> claims() {
        if (replica.lease() == 0 || draining) {
            return Mono.empty();
        }
        Mono<Void> audit = !lostClaims
                ? Mono.empty()
                : queue.giveBackBut(held, replica.lease())
                        .doOnNext(count -> found(count, "claim"))
                        .then();
        return audit.thenMany(Flux.fromIterable(pipelines.all()).concatMap(this::claim))
                .then();
    }

    private Mono<Void> claim(Pipeline pipeline) {
        int free = pipeline.mayHaveWork() ? pipeline.free(timing.clock().instant()) : 0;
        if (free == 0) {
            return Mono.empty();
        }
        pipeline.asked();
        pipeline.hold(free);
        return queue.claim(pipeline.destination().name(), free, replica.lease())
                .collectList()
                .doOnNext(claimed -> {
                    pipeline.release(free - claimed.size());
                    if (claimed.size() == free) {
                        pipeline.hint();
                        loop.signal();
                    }
                    claimed.forEach(this::begin);
                })
                .doOnError(failure -> {
                    pipeline.release(free);
                    pipeline.hint();
                    lostClaims = true;
                })
                .then();
    }

    private void poll(long tick) {
        if (tick % POLLS_PER_SWEEP == POLLS_PER_SWEEP - 1) {
            sweepDue = true;
        }
        pipelines.all().forEach(Pipeline::hint);
        loop.signal();
    }

    @Override
    public void start() {
        running = true;
        draining = false;
        loop.start();
        polling = Flux.interval(POLL, timing.timer()).onBackpressureDrop().subscribe(this::poll);
    }

    /** Starts nothing more, lets what runs come to its end, writes that down and gives the rest back. */
    @Override
    public void stop(Runnable callback) {
        draining = true;
        polling.dispose();
        polling = Flux.interval(Duration.ofMillis(20), timing.timer())
                .onBackpressureDrop()
                .doOnNext(tick -> loop.signal())
                .takeUntil(tick -> idle())
                .take(DRAIN)
                .then(Mono.defer(this::giveAllBack))
                .onErrorComplete()
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

    private Mono<Void> giveAllBack() {
        long lease = replica.lease();
        return lease == 0
                ? Mono.empty()
                : queue.giveBackBut(Set.of(), lease)
                        .then(queue.giveBackBut(Set.of(), lease + 1))
                        .then();
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
        return replica.getPhase() + 100;
    }
}
