package dev.carteiro.cluster;

import dev.carteiro.store.Cause;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives each task to one of the replicas. A holder renews its lease every second; 5 s after it was last heard of, or at
 * once when it lets go, another takes over under the next fence. Where there can be no other, it is renewed now and then.
 */
public final class Leases {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Nobody can take what only we can have: the row is written again should somebody have deleted it. */
    private static final Duration RENEWAL = Duration.ofMinutes(1);

    /**
     * A lease that ends later than any can was taken before the clock was set back. Forced once, where the database is in a
     * folder that only this process holds: who has a lease there is dead.
     */
    private static final String TAKE = """
            INSERT INTO lease AS l (name, holder, until) VALUES (:name, :holder, now() + interval '5 s')
            ON CONFLICT (name) DO UPDATE
            SET holder = excluded.holder, until = excluded.until, fence = l.fence + (l.holder <> excluded.holder)::int
            WHERE l.holder = excluded.holder OR l.until < now() OR l.until > now() + interval '10 s' OR :forced
            RETURNING fence
            """;

    private static final String LET_GO = "UPDATE lease SET until = '-infinity' WHERE name = :name AND holder = :holder";

    private final Database database;
    private final boolean exclusive;
    private final UUID holder = UUID.randomUUID();

    Leases(Database database, boolean exclusive) {
        this.database = database;
        this.exclusive = exclusive;
    }

    /**
     * Tries to have the lease for as long as it is subscribed to, and emits it each time that it becomes ours or another's;
     * the first time at once. While the database is away nothing is emitted: nobody else can take the lease then, and what
     * its holder writes is fenced.
     */
    public Flux<Lease> hold(String name) {
        return Flux.defer(() -> {
            AtomicBoolean complained = new AtomicBoolean();
            AtomicBoolean first = new AtomicBoolean(true);
            AtomicBoolean safe = new AtomicBoolean();
            return Mono.defer(() -> take(name, exclusive && first.getAndSet(false), complained))
                    .doOnNext(lease -> safe.set(exclusive && lease.isOurs()))
                    .repeatWhen(taken -> taken.concatMap(count -> Mono.delay(safe.get() ? RENEWAL : BEAT), 1))
                    .distinctUntilChanged()
                    .doOnNext(lease -> log.debug("event=lease name={} fence={}", name, lease.fence()))
                    .as(leases -> Flux.usingWhen(Mono.just(name), used -> leases, this::letGo));
        });
    }

    private Mono<Lease> take(String name, boolean forced, AtomicBoolean complained) {
        return database.sql(TAKE)
                .bind("name", name)
                .bind("holder", holder)
                .bind("forced", forced)
                .map(row -> new Lease(name, holder, Columns.required(row, "fence", Long.class)))
                .one()
                .defaultIfEmpty(new Lease(name, holder, 0))
                .timeout(PATIENCE)
                .doOnNext(known -> complained.set(false))
                .onErrorResume(failure -> {
                    if (complained.compareAndSet(false, true)) {
                        log.warn("event=lease-unknown name={} cause=\"{}\"", name, Cause.of(failure));
                    }
                    return Mono.empty();
                });
    }

    private Mono<Void> letGo(String name) {
        return database.sql(LET_GO)
                .bind("name", name)
                .bind("holder", holder)
                .then()
                .timeout(PATIENCE)
                .onErrorResume(failure -> {
                    log.debug("event=lease-not-let-go name={} cause=\"{}\"", name, Cause.of(failure));
                    return Mono.empty();
                });
    }
}
