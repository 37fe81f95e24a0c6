package dev.carteiro.bridge;

import dev.carteiro.bridge.ImportTable.Entry;
import dev.carteiro.cluster.Lease;
import dev.carteiro.cluster.Leases;
import dev.carteiro.cluster.Membership;
import dev.carteiro.store.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Has the imports done that are running, by one replica, which goes on where another one has ended. */
final class ImportWork implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImportWork.class);

    private static final Duration LOOK = Duration.ofSeconds(2);

    /** While nothing runs, and nobody else could have begun anything. */
    private static final int LOOKS_PER_CALM_LOOK = 15;

    private static final Duration AGAIN = Duration.ofSeconds(10);

    /** Each holds up to {@link Gathering#MOST} messages. */
    private static final int AT_ONCE = 4;

    private final ImportTable table;
    private final Function<String, ImportSides> sides;
    private final Leases leases;
    private final Membership membership;
    private final Scheduler timer;
    private final Pace pace;
    private volatile Disposable working = Disposables.disposed();
    private volatile boolean busy;
    private volatile boolean running;

    /** {@code sides} are those of an instance's bridge. */
    ImportWork(
            ImportTable table,
            Function<String, ImportSides> sides,
            Leases leases,
            Membership membership,
            Scheduler timer) {
        this.table = table;
        this.sides = sides;
        this.leases = leases;
        this.membership = membership;
        this.timer = timer;
        this.pace = new Pace(timer);
    }

    private Flux<Void> rounds(Lease lease) {
        Set<String> underWay = ConcurrentHashMap.newKeySet();
        return looks().publish(looks -> looks.flatMapIterable(running -> running)
                .filter(entry -> underWay.size() < AT_ONCE && underWay.add(entry.key()))
                .flatMap(
                        entry -> walk(entry, lease)
                                .takeUntilOther(looks.filter(running -> isGone(entry, running)))
                                .doFinally(signal -> underWay.remove(entry.key())),
                        Integer.MAX_VALUE)); // it is the filter that counts, so that each look is heeded
    }

    private static boolean isGone(Entry entry, List<Entry> running) {
        return running.stream().noneMatch(one -> one.key().equals(entry.key()));
    }

    private Flux<List<Entry>> looks() {
        return Flux.interval(Duration.ZERO, LOOK, timer)
                .onBackpressureDrop()
                .filter(this::worthALook)
                .concatMap(
                        tick -> look().onErrorResume(failure -> {
                            log.debug("event=imports-not-read cause=\"{}\"", Cause.of(failure));
                            return Mono.empty();
                        }),
                        1);
    }

    private boolean worthALook(long tick) {
        return tick % LOOKS_PER_CALM_LOOK == 0 || busy || table.isTouched() || !membership.alone();
    }

    private Mono<List<Entry>> look() {
        busy = true; // until it is known better
        table.seen(); // before the look: what begins during it is for the next one
        return table.running().collectList().doOnNext(found -> busy = !found.isEmpty());
    }

    private Mono<Void> walk(Entry entry, Lease lease) {
        TableJournal journal = new TableJournal(table, entry, lease, timer);
        Imports.Stretch stretch = entry.progress().stretch();
        long at = stretch.at().getEpochSecond();
        Tally tally = entry.progress().tally();
        return journal.reached(at, tally) // it may have ended since it was read
                .filter(ours -> ours)
                .flatMap(ours -> {
                    journal.begun();
                    ImportSides both = sides.apply(entry.instance());
                    return new ImportWalk(both, both, journal, new Waits(journal, timer), pace)
                            .from(at, stretch.to().getEpochSecond(), tally);
                })
                .flatMap(journal::ended)
                .onErrorResume(failure -> {
                    journal.interrupted(failure);
                    return Mono.delay(AGAIN, timer).then();
                });
    }

    @Override
    public void start() {
        running = true;
        working = leases.hold("bridge-imports")
                .switchMap(lease -> lease.isOurs() ? rounds(lease) : Flux.never())
                .subscribe();
    }

    /** What is under way is found to be begun, and looked for in Chatwoot, by whoever goes on. */
    @Override
    public void stop() {
        running = false;
        working.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
