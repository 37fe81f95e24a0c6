package dev.carteiro.config;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Looks at the file again and again while the router runs. It reads the whole file each time: that is a few kilobytes,
 * and notices what modification times and file events miss, such as swapped links and mounted volumes.
 */
final class ConfigWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);

    private final Runnable check;
    private final Duration every;
    private @Nullable Scheduler scheduler;
    private Disposable looking = Disposables.disposed();

    ConfigWatch(Runnable check, Duration every) {
        this.check = check;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (scheduler == null) {
            scheduler = Schedulers.newBoundedElastic(1, 1, "config-watch", 60, true);
            looking = scheduler.schedulePeriodically(
                    this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (scheduler != null) {
            looking.dispose();
            scheduler.dispose();
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }

    private void look() {
        try {
            check.run();
        } catch (RuntimeException e) { // one bad look must not be the last one
            log.error("event=config-check-failed", e);
        }
    }
}
