package dev.carteiro.delivery;

import dev.carteiro.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Starts what is ready in a pipeline, as much at once as it allows, and sees to it that each end is written down. */
final class Attempts implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    /** So few deliveries in hand mean that there is nothing to gather. */
    private static final int CALM = 4;

    private static final Duration SETTLE_PATIENCE = Duration.ofMillis(20);

    private final Loader loader;
    private final Settler settler;
    private final Dispatcher.Timing timing;
    private final Runnable turn;
    private final AtomicBoolean settlingArranged = new AtomicBoolean();
    private volatile boolean running;

    /** {@code turn} asks for what has ended to be written down, and what is due to be claimed. */
    Attempts(DeliveryQueue queue, Settler settler, Dispatcher.Timing timing, Runnable turn) {
        loader = new Loader(queue);
        this.settler = settler;
        this.timing = timing;
        this.turn = turn;
    }

    /** What is ready is attempted; where nothing may start, it goes back to where it waits without costing memory. */
    void begin(Pipeline pipeline) {
        for (Delivery next = next(pipeline); next != null; next = next(pipeline)) {
            Outcome.Postponed closed = pipeline.gate().closed();
            if (closed == null) {
                attempt(pipeline, next);
            } else {
                ended(pipeline, Attempted.alone(next, closed), timing.clock().instant());
            }
        }
    }

    private @Nullable Delivery next(Pipeline pipeline) {
        return running ? pipeline.next() : null;
    }

    private void attempt(Pipeline pipeline, Delivery delivery) {
        Instant startedAt = timing.clock().instant();
        Disposable attempt = traced(loader.attempt(pipeline, delivery)).subscribe(attempted -> {
            ended(pipeline, attempted, startedAt);
            begin(pipeline);
        });
        if (log.isTraceEnabled()) {
            log.trace("event=attempt-begun id={} disposed={}", delivery.position(), attempt.isDisposed());
        }
    }

    private Mono<Attempted> traced(Mono<Attempted> attempt) {
        Tracing tracing = timing.tracing();
        return tracing == null ? attempt : new AttemptSpan(tracing, timing.clock()).of(attempt);
    }

    private void ended(Pipeline pipeline, Attempted attempted, Instant startedAt) {
        boolean many = settler.ended(pipeline, attempted, startedAt);
        // After that, so that it is in one hand or the other for whoever waits for all.
        pipeline.attempted(attempted.delivery());
        if (many || pipeline.holdsBack() || pipeline.held() <= CALM || !running) {
            settleNow();
        } else {
            settleSoon();
        }
    }

    /** Asks for a turn in which what is due is claimed; what has ended may wait for its own. */
    void ask() {
        turn.run();
    }

    /** Has the destination looked at again when something of it is due. */
    void wakeIn(Pipeline pipeline, Duration delay) {
        Instant now = timing.clock().instant();
        if (pipeline.wakesAt(now.plus(delay), now)) {
            Disposable wake = timing.timer().schedule(() -> wake(pipeline), delay.toMillis(), TimeUnit.MILLISECONDS);
            log.trace(
                    "event=wake-up-arranged destination={} disposed={}",
                    pipeline.destination().name(),
                    wake.isDisposed());
        }
    }

    private void wake(Pipeline pipeline) {
        pipeline.hint();
        turn.run();
    }

    /**
     * Nobody waits for this row: a moment's patience makes one statement of many. What it costs is a moment more in which
     * a crash would make a delivery be repeated.
     */
    private void settleSoon() {
        if (settlingArranged.compareAndSet(false, true)) {
            Disposable arranged =
                    timing.timer().schedule(this::settleArranged, SETTLE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            log.trace("event=settling-arranged disposed={}", arranged.isDisposed());
        }
    }

    private void settleArranged() {
        settlingArranged.set(false);
        settleNow();
    }

    private void settleNow() {
        settler.hurry();
        turn.run();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Nothing more is started; what runs comes to its end. */
    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
