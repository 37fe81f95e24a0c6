package dev.carteiro.delivery;

import dev.carteiro.cluster.Replica;
import dev.carteiro.store.Cause;
import dev.carteiro.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Writes down each minute how many deliveries went which way so far; the replica that comes first does it for all. */
final class FlowSampler implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FlowSampler.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Events are counted a sample later, when every transaction that took an id before it has ended: none takes as long as a
     * statement may. They are those of one minute, counted in the index.
     */
    private static final String SAMPLE = """
            WITH counted AS (
                UPDATE flow f
                SET accepted = (
                    SELECT count(*) FROM event e
                    WHERE e.id >= position_at(coalesce(
                              (SELECT max(b.minute) FROM flow b WHERE b.destination = '' AND b.minute < f.minute),
                              f.minute - interval '1 minute'))
                      AND e.id < position_at(f.minute))
                WHERE f.accepted IS NULL AND f.minute < :minute AND f.minute < now() - interval '40 s')
            INSERT INTO flow (minute, destination, accepted, delivered, retried, died)
            SELECT CAST(:minute AS timestamptz), '', NULL::bigint, 0, 0, 0
            UNION ALL
            SELECT CAST(:minute AS timestamptz), destination, sum(accepted)::bigint, sum(delivered)::bigint,
                   sum(deferred)::bigint, sum(died)::bigint
            FROM delivery_tally GROUP BY destination
            ON CONFLICT DO NOTHING
            """;

    private final Database database;
    private final Clock clock;
    private final Scheduler timer;
    private volatile boolean running;
    private Disposable sampling = () -> {};

    FlowSampler(Database database, Clock clock, Scheduler timer) {
        this.database = database;
        this.clock = clock;
        this.timer = timer;
    }

    /** The sample of the minute that begins then; nothing where there is one already. */
    Mono<Void> sample(Instant minute) {
        return Mono.defer(() -> database.sql(SAMPLE).bind("minute", minute).then());
    }

    private Mono<Void> next() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Instant minute = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            return Mono.delay(Duration.between(now, minute), timer)
                    .then(sample(minute).timeout(PATIENCE, timer))
                    .onErrorResume(failure -> {
                        // Nothing is lost but detail: the next sample's difference holds it.
                        log.warn("event=flow-not-sampled minute={} cause=\"{}\"", minute, Cause.of(failure));
                        return Mono.empty();
                    });
        });
    }

    @Override
    public void start() {
        running = true;
        sampling = next().repeat().subscribe();
    }

    @Override
    public void stop() {
        running = false;
        sampling.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Replica.PHASE + 60;
    }
}
