package dev.carteiro.cluster;

import dev.carteiro.store.Cause;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Runs a turn whenever somebody signals, one at a time; signals during a turn make one more. A turn that fails is tried
 * again after a pause that doubles from 100 ms to 2 s.
 */
public final class SerialLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SerialLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String name;
    private final Supplier<Mono<Void>> turn;
    private final Scheduler timer;
    private final AtomicInteger signals = new AtomicInteger();
    private volatile Disposable current = () -> {};
    private volatile boolean running;
    private volatile Duration pause = FIRST_PAUSE;

    /** {@code name} is what the log calls it. */
    public SerialLoop(String name, Supplier<Mono<Void>> turn, Scheduler timer) {
        this.name = name;
        this.turn = turn;
        this.timer = timer;
    }

    /** Asks for a turn. */
    public void signal() {
        if (running && signals.getAndIncrement() == 0) {
            take();
        }
    }

    private void take() {
        int seen = signals.get();
        current = Mono.defer(turn).subscribe(nothing -> {}, this::failed, () -> finished(seen));
    }

    private void finished(int seen) {
        pause = FIRST_PAUSE;
        if (signals.addAndGet(-seen) != 0) {
            take();
        }
    }

    private void failed(Throwable failure) {
        Duration wait = pause;
        log.warn("event=turn-failed loop={} next-try={}ms cause=\"{}\"", name, wait.toMillis(), Cause.of(failure));
        Duration doubled = wait.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        current = Mono.delay(wait, timer).subscribe(tick -> take());
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        current.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
