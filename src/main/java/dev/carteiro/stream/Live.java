package dev.carteiro.stream;

import dev.carteiro.cluster.SerialLoop;
import dev.carteiro.cluster.Wakeups;
import dev.carteiro.eventlog.LogReader;
import dev.carteiro.eventlog.LogReader.Bounds;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Follows the log for all who watch, whoever appends to it: reads each event once, in order, and wakes the watchers. While
 * nobody watches it sleeps, and costs nothing.
 */
final class Live implements SmartLifecycle {

    /** Wake-ups are fast; a look now and then finds what they missed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final int PAGE = 200;

    /** So many of the latest events are at hand after waking up, for those who come back. */
    private static final int REMEMBERED = 500;

    private final LogReader log;
    private final Ring ring;
    private final StreamMeters meters;
    private final Scheduler scheduler;
    private final SerialLoop looking;
    private final Watchers watchers;
    private final AtomicInteger subscribers = new AtomicInteger();
    private final Set<MonoSink<Bounds>> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Bounds bounds;
    private volatile boolean running;
    private Disposable ticking = () -> {};

    /** {@code watchers} watch the {@code ring}; the {@code scheduler} is for timers. */
    Live(LogReader log, Ring ring, Watchers watchers, StreamMeters meters, Scheduler scheduler) {
        this.log = log;
        this.ring = ring;
        this.watchers = watchers;
        this.meters = meters;
        this.scheduler = scheduler;
        looking = new SerialLoop("live-log", this::look, scheduler);
        meters.count(subscribers);
    }

    void listenTo(Wakeups wakeups) {
        wakeups.listen(() -> {
            if (subscribers.get() > 0) {
                looking.signal();
            }
        });
    }

    /** Whether there is room for one more subscriber, who must {@link #leave}; there is none beyond {@code most}, or at the end. */
    boolean enter(int most) {
        if (!running) {
            return false;
        }
        if (subscribers.incrementAndGet() > most) {
            leave();
            meters.refused();
            return false;
        }
        return true;
    }

    void leave() {
        subscribers.decrementAndGet();
    }

    boolean isEnding() {
        return !running;
    }

    Ring ring() {
        return ring;
    }

    Watchers watchers() {
        return watchers;
    }

    /** How far the log reaches, as soon as the ring follows it; nothing at the end. */
    Mono<Bounds> ready() {
        return Mono.create(sink -> {
            waiting.add(sink.onDispose(() -> waiting.remove(sink)));
            looking.signal();
        });
    }

    private Mono<Void> look() {
        return subscribers.get() == 0
                ? Mono.fromRunnable(this::sleep)
                : log.bounds().flatMap(this::follow);
    }

    private void sleep() {
        bounds = null;
        ring.restart(ring.position());
    }

    private Mono<Void> follow(Bounds now) {
        return (bounds == null ? wakeUp(now) : catchUp(now.horizon())).then(Mono.fromRunnable(() -> {
            bounds = now;
            waiting.forEach(sink -> sink.success(now));
            watchers.wake();
        }));
    }

    private Mono<Void> wakeUp(Bounds now) {
        return log.latest(now.horizon(), REMEMBERED)
                .doOnNext(events -> {
                    boolean all = events.size() < REMEMBERED;
                    ring.restart(
                            all
                                    ? now.beginning() - 1
                                    : events.getFirst().envelope().position() - 1);
                    ring.add(events.stream().map(Frame::of).toList(), now.horizon());
                    meters.serialised(events.size());
                })
                .then();
    }

    /** The horizon may lie below an earlier one: a writer's lock can become known after that was told. */
    private Mono<Void> catchUp(long horizon) {
        if (horizon <= ring.position()) {
            return Mono.empty();
        }
        return Mono.defer(() -> log.between(ring.position(), horizon, PAGE))
                .doOnNext(page -> {
                    ring.add(page.events().stream().map(Frame::of).toList(), page.upTo());
                    meters.serialised(page.events().size());
                    if (!page.events().isEmpty()) {
                        watchers.wake();
                    }
                })
                .repeat(() -> ring.position() < horizon)
                .then();
    }

    private void tick() {
        if (subscribers.get() > 0 || bounds != null) {
            looking.signal();
        }
        watchers.tick();
    }

    @Override
    public void start() {
        running = true;
        looking.start();
        watchers.start();
        ticking = Flux.interval(LOOK, scheduler).onBackpressureDrop().subscribe(tick -> tick());
    }

    /** Before the web server, which waits for all who are connected. */
    @Override
    public void stop() {
        running = false;
        ticking.dispose();
        looking.stop();
        waiting.forEach(MonoSink::success);
        watchers.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
