package dev.carteiro.stream;

import dev.carteiro.cluster.SerialLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** All who watch the ring. */
final class Watchers {

    private final Ring ring;
    private final Clock clock;
    private final SerialLoop waking;
    private final Set<Watcher> all = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /** {@code scheduler} is where they are woken. */
    Watchers(Ring ring, Scheduler scheduler, Clock clock) {
        this.ring = ring;
        this.clock = clock;
        waking = new SerialLoop(
                "watchers",
                () -> Mono.<Void>fromRunnable(() -> all.forEach(Watcher::drain)).subscribeOn(scheduler),
                scheduler);
    }

    /** Those who are sent away come back to another replica, and not all at once. */
    static Signal.Retry farewell() {
        return new Signal.Retry(Duration.ofMillis(ThreadLocalRandom.current().nextLong(500, 3_000)));
    }

    /**
     * What comes above {@code after}, whose frame has the number {@code first}. Ends with a last word, or fails with a {@link
     * LaggedException}.
     */
    Flux<Signal> watch(Wish wish, long after, long first) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Signal> subscriber) {
                Duration quiet = Duration.ofMillis(ThreadLocalRandom.current().nextLong(12_000, 18_000));
                Watcher watcher = new Watcher(
                        ring,
                        new Watcher.Place(wish, after, first, quiet, clock.instant()),
                        subscriber,
                        Watchers.this::remove);
                all.add(watcher);
                watcher.begin();
                if (ending) {
                    watcher.dismiss(farewell());
                }
            }
        };
    }

    private void remove(Watcher watcher) {
        all.remove(watcher);
    }

    /** To be called when the ring has more. */
    void wake() {
        waking.signal();
    }

    void tick() {
        all.forEach(watcher -> watcher.tick(clock.instant()));
    }

    void start() {
        waking.start();
    }

    void stop() {
        ending = true;
        all.forEach(watcher -> watcher.dismiss(farewell()));
        waking.stop();
    }
}
