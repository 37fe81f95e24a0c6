package dev.carteiro.eventlog;

import dev.carteiro.eventlog.Days.Day;
import dev.carteiro.store.Cause;
import io.r2dbc.spi.R2dbcException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes the tables of the coming days and removes what has left retention, every hour. */
final class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int DAYS_AHEAD = 3;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Days days;
    private final Leftovers leftovers;
    private final EventLogProperties properties;
    private final Clock clock;
    private volatile boolean running;
    private Disposable keeping = () -> {};

    Housekeeping(Days days, Leftovers leftovers, EventLogProperties properties, Clock clock) {
        this.days = days;
        this.leftovers = leftovers;
        this.properties = properties;
        this.clock = clock;
    }

    /** How a step ended; busy is a failure too: others held the table for longer than we may make everybody wait. */
    private enum End {
        DONE,
        FAILED,
        BUSY
    }

    /**
     * One round. A step that fails keeps no other from being done, and is tried again in the next round: tables are made
     * days before they are needed, and nothing is lost by staying for an hour more. Emits how many failed.
     */
    Mono<Long> round() {
        return Flux.defer(() -> steps(clock.instant()))
                .filter(end -> end != End.DONE)
                .count();
    }

    private Flux<End> steps(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate firstKept = today.minusDays(properties.retention().toDays());
        return Flux.concat(
                Flux.just("event", "attempt").concatMap(table -> create(table, today)),
                Flux.just("event", "attempt").concatMap(table -> drop(table, firstKept)),
                step("sweep events", leftovers.sweepEvents(firstKept)),
                step("sweep attempts", leftovers.sweepAttempts(firstKept)),
                step("forget idempotency keys", leftovers.forget(now.minus(properties.seenRetention()))));
    }

    private Flux<End> create(String table, LocalDate today) {
        return untilBusy(
                Flux.range(0, DAYS_AHEAD + 1).map(ahead -> new Day(table, today.plusDays(ahead))),
                day -> step("create " + day, days.create(day)));
    }

    private Flux<End> drop(String table, LocalDate firstKept) {
        return untilBusy(
                        days.before(table, firstKept)
                                .collectList() // gives the connection back before the first of them is dropped
                                .flatMapIterable(all -> all),
                        day -> step("drop " + day, days.retire(day)))
                .onErrorResume(failure -> failed("look for days of " + table, failure));
    }

    /** Who could not have a table now will not have it a moment later, and each try makes others wait. */
    private static Flux<End> untilBusy(Flux<Day> all, Function<Day, Mono<End>> step) {
        return all.concatMap(step, 0).takeUntil(end -> end == End.BUSY);
    }

    private static Mono<End> step(String what, Mono<Void> step) {
        return step.thenReturn(End.DONE).onErrorResume(failure -> failed(what, failure));
    }

    private static Mono<End> failed(String what, Throwable failure) {
        log.warn("event=housekeeping-failed step=\"{}\" next-try={} cause=\"{}\"", what, EVERY, Cause.of(failure));
        boolean busy = NestedExceptionUtils.getMostSpecificCause(failure) instanceof R2dbcException sql
                && LOCK_NOT_AVAILABLE.equals(sql.getSqlState());
        return Mono.just(busy ? End.BUSY : End.FAILED);
    }

    @Override
    public void start() {
        running = true;
        keeping = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> round(), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        running = false;
        keeping.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
