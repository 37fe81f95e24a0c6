package dev.carteiro.cluster;

import dev.carteiro.store.Cause;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Sql;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * This process among those that share the database. It says every second that it lives; one that is silent for 10 s is
 * buried by another, which gives its leases back. A buried replica that wakes up again holds a number that no row has any
 * more, so that nothing it settles takes effect, and joins under a new one.
 */
public final class Replica implements Membership, SmartLifecycle {

    /** Up after the database, down after everything that leases. */
    public static final int PHASE = 0;

    private static final Logger log = LoggerFactory.getLogger(Replica.class);
    private static final Duration BEAT = Duration.ofSeconds(1);

    /** Where nobody else can be, nobody listens: then it is for the positions and the clock, and that is slower while nothing comes. */
    private static final int BEATS_PER_CALM_BEAT = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Positions are lifted to the clock before anything is appended, and the dead of our own folder are buried. */
    private static final String JOIN = """
            WITH buried AS (DELETE FROM replica WHERE :exclusive)
            INSERT INTO replica DEFAULT VALUES
            RETURNING lease, (SELECT count(*) FROM replica) AS others, lift_positions()::text
            """;

    /**
     * Where the clock was set back, everybody was last seen in the future, and who died could not be told from who lives for
     * as long as that lasts: so they were seen now. Where it was set forward, nobody is buried for it before they could beat.
     */
    private static final Sql BEAT_SQL = Sql.of("""
            WITH before AS MATERIALIZED (SELECT seen_at FROM replica WHERE lease = :lease),
                 beat AS (UPDATE replica SET seen_at = now()
                          WHERE lease = :lease OR seen_at > now() + interval '2 s' RETURNING lease),
                 buried AS (DELETE FROM replica WHERE :bury AND lease <> :lease AND seen_at < now() - interval '10 s'
                              AND (SELECT seen_at FROM before) > now() - interval '5 s'
                            RETURNING lease)
            SELECT (SELECT count(*) FROM beat WHERE lease = :lease) AS beats,
                   (SELECT (extract(epoch FROM seen_at - now()) * 1000)::bigint FROM before) AS ahead,
                   (SELECT count(*) FROM buried) AS buried,
                   (SELECT count(*) FROM replica) AS members,
                   lift_positions()::text
            """);

    private static final String LEAVE = "DELETE FROM replica WHERE lease = :lease";

    private static final int BEATS_PER_COMPLAINT = 30;

    /** What a clock that is kept right is moved at once, in milliseconds. */
    private static final long CLOCK_NOISE = 1_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Database database;
    private final AtomicInteger failures = new AtomicInteger();
    private final boolean exclusive;
    private volatile long lease;
    private volatile boolean alone;
    private volatile int members = 1;
    private final AtomicLong departures = new AtomicLong();
    private final AtomicLong setBack = new AtomicLong();
    private final ClockWatch clock = new ClockWatch(System::currentTimeMillis, System::nanoTime);
    private volatile boolean stirred;
    private volatile long lastBeat;
    private volatile boolean running;
    private Disposable beating = () -> {};

    /** An {@code exclusive} database is in a folder that only this process holds: whoever else is in its table is dead. */
    Replica(Database database, boolean exclusive) {
        this.database = database;
        this.exclusive = exclusive;
    }

    @Override
    public long lease() {
        return lease;
    }

    /** Whether nobody else can ever share the work, because the database is in a folder that only this process holds. */
    boolean exclusive() {
        return exclusive;
    }

    @Override
    public boolean alone() {
        return alone;
    }

    @Override
    public int members() {
        return members;
    }

    @Override
    public long departures() {
        return departures.get();
    }

    @Override
    public long setBack() {
        return setBack.get();
    }

    /** Something was appended: positions must keep up with the clock. */
    void stir() {
        if (!stirred) {
            stirred = true;
        }
    }

    private boolean due(long tick) {
        boolean jumped = clock.jumped();
        return !exclusive || jumped || stirred || lease == 0 || failures.get() > 0 || tick % BEATS_PER_CALM_BEAT == 0;
    }

    private Mono<Void> beat() {
        return (lease == 0 ? join() : stayAlive()).timeout(PATIENCE).onErrorResume(failure -> {
            if (failures.getAndIncrement() % BEATS_PER_COMPLAINT == 0) {
                log.warn(
                        "event=heartbeat-failed lease={} times={} cause=\"{}\"",
                        lease,
                        failures.get(),
                        Cause.of(failure));
            }
            return Mono.empty();
        });
    }

    private Mono<Void> join() {
        return database.sql(JOIN)
                .bind("exclusive", exclusive)
                .map(row -> new Joined(
                        Columns.required(row, "lease", Long.class), Columns.required(row, "others", Long.class)))
                .one()
                .doOnNext(this::joined)
                .then();
    }

    private void joined(Joined as) {
        alone = exclusive;
        members = exclusive ? 1 : (int) as.others() + 1;
        lastBeat = System.nanoTime();
        departures.getAndIncrement();
        lease = as.lease();
        log.info("event=replica-joined lease={}", as.lease());
    }

    private Mono<Void> stayAlive() {
        stirred = false; // before the beat: what is appended during it asks for another one
        long since = System.nanoTime() - lastBeat;
        // A beat whose answer was lost may have been written: then it is not as old as the last one that was heard.
        long surely = failures.get() == 0 ? since / NANOS_PER_MILLI : 0;
        // After an outage everybody's last beat is old; who comes back first must not bury the others for it.
        boolean mayBury = since < BEAT.multipliedBy(4).toNanos();
        return database.sql(BEAT_SQL)
                .bind("lease", lease)
                .bind("bury", mayBury)
                .rows(row -> new Beat(
                        Columns.required(row, "beats", Long.class),
                        Columns.required(row, "buried", Long.class),
                        Columns.required(row, "members", Long.class),
                        row.get("ahead", Long.class)))
                .next()
                .doOnNext(beat -> heard(beat, surely))
                .then();
    }

    private void heard(Beat beat, long since) {
        failures.set(0);
        lastBeat = System.nanoTime();
        int before = members;
        members = (int) Math.max(1, beat.members() - beat.buried());
        alone = members == 1;
        long back = beat.ahead() == null ? 0 : beat.ahead() + since;
        if (back > CLOCK_NOISE) {
            log.warn("event=clock-set-back ms={}", back);
            setBack.getAndAdd(back);
        }
        if (beat.beats() == 0) {
            log.warn("event=replica-buried lease={} action=join-again", lease);
            lease = 0;
        }
        if (beat.buried() > 0) {
            log.warn("event=replicas-lost count={}", beat.buried());
        }
        if (beat.buried() > 0 || members < before) {
            departures.getAndIncrement(); // who leaves in good order gives back what others may take
        }
    }

    @Override
    public void start() {
        running = true;
        beating = Flux.interval(Duration.ZERO, BEAT)
                .onBackpressureDrop()
                .filter(this::due)
                .concatMap(tick -> beat(), 1)
                .subscribe();
    }

    /** Leaves the table, so that nobody waits for this replica's leases. */
    @Override
    public void stop(Runnable callback) {
        running = false;
        beating.dispose();
        beating = (lease == 0
                        ? Mono.empty()
                        : database.sql(LEAVE).bind("lease", lease).then())
                .timeout(PATIENCE)
                .onErrorResume(failure -> {
                    log.warn("event=not-left lease={} cause=\"{}\"", lease, Cause.of(failure));
                    return Mono.empty();
                })
                .doFinally(signal -> callback.run())
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private record Joined(long lease, long others) {}

    private record Beat(
            long beats, long buried, long members, @Nullable Long ahead) {}
}
