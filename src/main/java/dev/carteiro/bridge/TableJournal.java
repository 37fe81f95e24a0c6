package dev.carteiro.bridge;

import dev.carteiro.bridge.ImportTable.Entry;
import dev.carteiro.bridge.ImportWalk.Ending;
import dev.carteiro.bridge.Imports.State;
import dev.carteiro.bridge.Imports.Stretch;
import dev.carteiro.cluster.Lease;
import dev.carteiro.store.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes note of an import in the table and, now and then, in the log. */
final class TableJournal implements ImportJournal {

    private static final Logger log = LoggerFactory.getLogger(TableJournal.class);

    private static final long EVERY = Duration.ofMinutes(1).toMillis();

    private final ImportTable table;
    private final Entry entry;
    private final Lease lease;
    private final Scheduler timer;
    private volatile long toldAt;
    private volatile String waiting = "";
    private volatile Tally tally;

    TableJournal(ImportTable table, Entry entry, Lease lease, Scheduler timer) {
        this.table = table;
        this.entry = entry;
        this.lease = lease;
        this.timer = timer;
        this.tally = entry.progress().tally();
        this.toldAt = timer.now(TimeUnit.MILLISECONDS);
    }

    void begun() {
        Stretch stretch = entry.progress().stretch();
        boolean again = stretch.at().isAfter(stretch.from());
        log.info(
                "event=import-{} bridge={} instance={} days={} at={} to={}",
                again ? "resumed" : "started",
                entry.bridge(),
                entry.instance(),
                stretch.days(),
                stretch.at(),
                stretch.to());
    }

    @Override
    public Mono<Boolean> reached(long second, Tally taken) {
        Instant at = Instant.ofEpochSecond(second);
        return table.reached(entry, at, taken, lease).doOnNext(ours -> {
            tally = taken;
            waiting = "";
            long now = timer.now(TimeUnit.MILLISECONDS);
            if (ours && now - toldAt >= EVERY) {
                toldAt = now;
                told(at);
            }
        });
    }

    private void told(Instant at) {
        Stretch stretch = entry.progress().stretch();
        Stretch now = new Stretch(stretch.days(), stretch.from(), stretch.to(), at);
        log.info(
                "event=import-progress bridge={} at={} done={}% posted={} known={} failed={}",
                entry.bridge(), at, Math.round(now.done() * 100), tally.posted(), tally.known(), tally.failed());
    }

    @Override
    public Mono<Void> waits(String what, String reason, Duration pause) {
        return Mono.defer(() -> {
            if (!waiting.equals(what)) {
                waiting = what;
                log.warn(
                        "event=import-waits bridge={} for={} next-try={}s reason=\"{}\"",
                        entry.bridge(),
                        what,
                        pause.toSeconds(),
                        reason);
            }
            return table.waits(entry, reason, lease).onErrorReturn(false).then();
        });
    }

    @Override
    public void failed(String message, String reason) {
        log.warn("event=import-message-failed bridge={} message={} reason=\"{}\"", entry.bridge(), message, reason);
    }

    /** Nothing is written where it was stopped: it has ended already, or goes on elsewhere. */
    Mono<Void> ended(Ending ending) {
        return switch (ending) {
            case Ending.Done done -> ended(State.DONE, done.reason());
            case Ending.Failed failed -> ended(State.FAILED, failed.reason());
            case Ending.Stopped stopped -> Mono.empty();
        };
    }

    private Mono<Void> ended(State state, @Nullable String reason) {
        return table.end(entry, state, reason, lease)
                .doOnNext(ours -> log.info(
                        "event=import-{} bridge={} posted={} known={} failed={} reason=\"{}\"",
                        state.word(),
                        entry.bridge(),
                        tally.posted(),
                        tally.known(),
                        tally.failed(),
                        reason == null ? "" : reason))
                .then();
    }

    /** It is begun again in a while. */
    void interrupted(Throwable failure) {
        log.warn("event=import-interrupted bridge={} cause=\"{}\"", entry.bridge(), Cause.of(failure));
    }
}
