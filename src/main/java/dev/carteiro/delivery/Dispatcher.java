package dev.carteiro.delivery;

import dev.carteiro.cluster.Replica;
import dev.carteiro.cluster.SerialLoop;
import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.delivery.DeliveryQueue.Moved;
import dev.carteiro.store.Cause;
import dev.carteiro.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
 * second finds what they missed, or every 10 s where they can have missed nothing.
 */
final class Dispatcher implements SmartLifecycle, Settler.Listener {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int POLLS_PER_SWEEP = 60;
    private static final int POLLS_PER_CALM_LOOK = 10;
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
    private final Desk desk;
    private final Claims claims;
    private volatile boolean running;
    private Disposable polling = () -> {};

    Dispatcher(Pipelines pipelines, DeliveryQueue queue, Settler settler, Leases leases, Timing timing) {
        this.pipelines = pipelines;
        this.queue = queue;
        this.settler = settler;
        this.leases = leases;
        this.timing = timing;
        loop = new SerialLoop("deliveries", this::turn, timing.timer());
        lanes = new LaneMender(queue, timing.timer(), loop::signal);
        attempts = new Attempts(queue, settler, timing, loop::signal);
        desk = new Desk(pipelines, leases, settler, lanes, attempts);
        claims = new Claims(queue, leases, desk::begin, loop::signal, desk::leave);
        pipelines.whenChanged(loop::signal);
    }

    /** Where time comes from, and who is told what it was spent on, if anybody is. */
    record Timing(Clock clock, Scheduler timer, @Nullable Tracing tracing) {}

    /** Where what was just written is handed over. */
    Desk desk() {
        return desk;
    }

    private Mono<Void> turn() {
        return settler.settle(GROUP, this)
                .doOnError(failure -> leases.lostClaims())
                .then(Mono.defer(settler::tellWishes))
                .then(Mono.defer(this::takeOver))
                .then(Mono.defer(this::followTheClock))
                .then(Mono.defer(this::mend))
                .then(Mono.defer(this::retryWhereChanged))
                .then(Mono.defer(this::claimAll))
                .then(Mono.fromRunnable(this::goOnWhereMoreIsLeft));
    }

    private Mono<Void> mend() {
        return lanes.mend(this::unhurried)
                .doOnNext(this::moved)
                .doOnError(failure -> leases.lostClaims())
                .then();
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
        if (settler.isDue() || lanes.isDue() || pipelines.hasChanged()) {
            loop.signal();
        }
    }

    @Override
    public void settled(Settlement settlement, Pipeline pipeline) {
        leases.remove(settlement.delivery());
        pipeline.settled(settlement.delivery());
        if (settlement.verdict() instanceof Verdict.Later later) {
            attempts.wakeIn(pipeline, later.delay());
        }
    }

    @Override
    public void moved(Moved next) {
        Delivery delivery = next.delivery();
        if (delivery == null) {
            desk.hint(next.destination());
            return;
        }
        Pipeline pipeline = pipelines.named(next.destination());
        if (pipeline != null) {
            pipeline.hold(delivery.slot()); // that of the one that it follows
        }
        desk.begin(delivery);
    }

    @Override
    public List<Lane> takeHeadless() {
        return lanes.take();
    }

    @Override
    public void stillHeadless(List<Lane> left) {
        lanes.putBack(left);
    }

    /**
     * A lane that goes on by itself would starve the lanes that wait for a claim; so it may only while none do. What follows another
     * has its slot; what does not takes one more, so there must be room for all of that.
     */
    @Override
    public Chain unhurried(Collection<Lane> headless) {
        Map<String, Long> more =
                headless.stream().collect(Collectors.groupingBy(Lane::destination, Collectors.counting()));
        List<String> destinations = pipelines.all().stream()
                .filter(pipeline -> attempts.isRunning() && !pipeline.crowded() && pipeline.open())
                .filter(pipeline -> hasRoom(pipeline, more))
                .map(pipeline -> pipeline.destination().name())
                .toList();
        return new Chain(destinations, leases.forClaims());
    }

    private static boolean hasRoom(Pipeline pipeline, Map<String, Long> more) {
        long wanted = more.getOrDefault(pipeline.destination().name(), 0L);
        return wanted == 0 || pipeline.room().slots() >= wanted;
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

    private Mono<Void> followTheClock() {
        return leases.followTheClock()
                .filter(done -> done)
                .doOnNext(done -> pipelines.all().forEach(Pipeline::hint))
                .then();
    }

    private Mono<Void> claimAll() {
        if (leases.forClaims() == 0 || !attempts.isRunning()) {
            return Mono.empty();
        }
        return leases.auditClaims()
                .filter(found -> found)
                .doOnNext(found -> pipelines.all().forEach(Pipeline::hint))
                .thenMany(Flux.fromIterable(pipelines.all()).concatMap(claims::claim))
                .then();
    }

    private void poll(long tick) {
        if (tick % POLLS_PER_SWEEP == POLLS_PER_SWEEP - 1) {
            lanes.sweep();
        }
        boolean everywhere = !leases.alone() || tick % POLLS_PER_CALM_LOOK == POLLS_PER_CALM_LOOK - 1;
        pipelines.all().stream()
                .filter(pipeline -> everywhere || pipeline.isRestless())
                .forEach(Pipeline::hint);
        if (!leases.areCalm() || !settler.isEmpty() || pipelines.all().stream().anyMatch(Pipeline::mayHaveWork)) {
            loop.signal();
        }
    }

    @Override
    public void start() {
        running = true;
        loop.start();
        attempts.start();
        polling = Flux.interval(POLL, timing.timer()).onBackpressureDrop().subscribe(this::poll);
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
                .then(Mono.defer(desk::offerAll))
                .onErrorResume(failure -> {
                    log.warn("event=leases-not-given-back cause=\"{}\"", Cause.of(failure));
                    return Mono.empty();
                })
                .doFinally(signal -> {
                    lanes.stop();
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
        return Replica.PHASE + 100;
    }
}
