package dev.carteiro.destination;

import dev.carteiro.event.Recorded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Gives events a form by a {@link Transform}, one after the other on a thread of this destination's own, so that one that
 * runs away takes nothing from the others.
 */
final class TransformForm implements Form {

    /** As many as may be attempted at once. */
    private static final int MOST_WAITING = 1_000;

    private static final Duration IDLE = Duration.ofSeconds(30);

    /** From the moment of asking. What is alone needs far less; what waits for others may need as much. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** The regular expressions of Java recurse. */
    private static final long STACK = 4 << 20;

    private final Function<List<Recorded>, Shaped> transform;
    private final Scheduler scheduler;

    TransformForm(String destination, Function<List<Recorded>, Shaped> transform) {
        this.transform = transform;
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                task -> thread(task, "transform-" + destination));
        // Ends by itself once it is idle, and so needs nobody to end it when the destination is changed.
        thread.allowCoreThreadTimeOut(true);
        scheduler = Schedulers.fromExecutorService(thread);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, STACK);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Mono<Shaped> of(List<Recorded> burst) {
        return Mono.fromSupplier(() -> transform.apply(burst))
                .subscribeOn(scheduler)
                .onErrorMap(
                        RejectedExecutionException.class,
                        full -> new IOException("the transforms of " + MOST_WAITING + " earlier events are not done"))
                .timeout(PATIENCE, Mono.error(() -> new IOException("the transform was not done within 4 s")));
    }
}
