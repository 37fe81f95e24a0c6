package dev.carteiro.ingest;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The first step of an end: readiness is down already, and the front door goes on for a while, so that nobody is refused who
 * has not heard of it yet. Connections are not kept from then on.
 */
final class Drain implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final Duration grace;
    private final Scheduler timer;
    private volatile boolean running;
    private Disposable waiting = () -> {};

    /** {@code grace} is for how long; zero where nothing stands in front of us that has to hear of it. */
    Drain(Duration grace, Scheduler timer) {
        this.grace = grace;
        this.timer = timer;
    }

    /** Whether the end has been asked for. */
    boolean hasBegun() {
        return !running;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        log.info("event=draining readiness=down requests-for={}ms", grace.toMillis());
        waiting = Mono.delay(grace, timer).doFinally(signal -> callback.run()).subscribe();
    }

    @Override
    public void stop() {
        running = false;
        waiting.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server, and so before everything else. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
