package dev.carteiro.delivery;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What people do with single deliveries. */
public final class Steering {

    private static final Logger log = LoggerFactory.getLogger(Steering.class);
    private static final Steered UNKNOWN = new Steered.Unknown();
    private static final Steered BUSY =
            new Steered.Impossible("It is being attempted right now; try again when that attempt has ended.");

    private static final String DUE_NOW = """
            WITH waiting AS (
                SELECT event, destination, cause = 'retry' AS retrying FROM delivery
                WHERE event = :event AND destination = :destination AND lease IS NULL AND NOT dead FOR UPDATE),
            hurried AS (
                UPDATE delivery d SET due_at = now(), cause = CASE WHEN w.retrying THEN 'manual' ELSE d.cause END
                FROM waiting w WHERE d.event = w.event AND d.destination = w.destination
                RETURNING d.destination, w.retrying),
            tallied AS (
                INSERT INTO delivery_tally AS t (destination, writer, retrying)
                SELECT destination, 0, -1 FROM hurried WHERE retrying
                ON CONFLICT (destination, writer) DO UPDATE SET retrying = t.retrying + excluded.retrying)
            SELECT destination FROM hurried
            """;

    /** The trace has the number of the last attempt, because it is none itself. */
    private static final String CANCEL = """
            WITH gone AS (
                DELETE FROM delivery d WHERE event = :event AND destination = :destination AND lease IS NULL
                  AND (dead OR NOT EXISTS (SELECT FROM delivery h
                                           WHERE h.event = d.burst AND h.destination = d.destination AND h.burst = h.event
                                             AND h.lease IS NOT NULL))
                RETURNING event, destination, lane, dead, cause, attempts),
            traced AS (
                INSERT INTO attempt (event, destination, number, at, cause, outcome, latency_ms, error)
                SELECT event, destination, attempts, now(), 'manual', 'cancelled', 0,
                       CASE WHEN dead THEN 'dead letter discarded by hand' ELSE 'cancelled by hand' END
                FROM gone),
            tallied AS (
                INSERT INTO delivery_tally AS t (destination, writer, cancelled, discarded, retrying)
                SELECT destination, 0, (NOT dead)::int, dead::int, -(cause = 'retry' AND NOT dead)::int FROM gone
                ON CONFLICT (destination, writer) DO UPDATE
                SET cancelled = t.cancelled + excluded.cancelled, discarded = t.discarded + excluded.discarded,
                    retrying = t.retrying + excluded.retrying)
            SELECT lane FROM gone
            """;

    private final Database database;
    private final Deliveries deliveries;
    private final Requeue requeue;
    private final Desk desk;

    Steering(Database database, Deliveries deliveries, Requeue requeue, Desk desk) {
        this.database = database;
        this.deliveries = deliveries;
        this.requeue = requeue;
        this.desk = desk;
    }

    /**
     * Has it attempted as soon as its turn comes: a dead letter goes back into the queue, what waits for a retry is due
     * now, and what has arrived or was cancelled is enqueued once more.
     */
    public Mono<Steered> retry(long event, String destination) {
        return deliveries
                .find(event, destination)
                .flatMap(entry -> switch (entry.state()) {
                    case PENDING, RETRYING -> hurry(entry);
                    case DEAD -> requeued(entry, true);
                    case DELIVERED, CANCELLED -> again(entry);
                })
                .defaultIfEmpty(UNKNOWN);
    }

    private Mono<Steered> hurry(DeliveryEntry entry) {
        return database.sql(DUE_NOW)
                .bind("event", entry.event())
                .bind("destination", entry.destination())
                .map(row -> Columns.required(row, "destination", String.class))
                .one()
                .doOnNext(desk::wake)
                .flatMap(hurried -> done("delivery-hurried", entry))
                .switchIfEmpty(Mono.just(BUSY));
    }

    private Mono<Steered> again(DeliveryEntry entry) {
        if (desk.destination(entry.destination()) == null) {
            return Mono.just(
                    new Steered.Impossible("The destination " + entry.destination() + " is not configured any more."));
        }
        return entry.about() == null ? Mono.just(UNKNOWN) : requeued(entry, false);
    }

    private Mono<Steered> requeued(DeliveryEntry entry, boolean dead) {
        return requeue.put(new Requeue.Batch(entry.destination(), "manual", List.of(entry)), dead)
                .filter(count -> count > 0)
                .flatMap(count -> done("delivery-requeued", entry))
                .switchIfEmpty(Mono.just(new Steered.Impossible("It has changed in this very moment; look again.")));
    }

    /** Takes it out of the queue, or gives up a dead letter; its lane goes on without it. */
    public Mono<Steered> cancel(long event, String destination) {
        return database.sql(CANCEL)
                .bind("event", event)
                .bind("destination", destination)
                .map(Gone::of)
                .one()
                .doOnNext(gone -> {
                    if (gone.lane() != null) {
                        desk.mend(destination, gone.lane());
                    }
                })
                .flatMap(gone -> deliveries.find(event, destination))
                .<Steered>flatMap(entry -> done("delivery-cancelled", entry))
                .switchIfEmpty(Mono.defer(() -> notCancelled(event, destination)));
    }

    private Mono<Steered> notCancelled(long event, String destination) {
        return deliveries
                .find(event, destination)
                .map(entry -> switch (entry.state()) {
                    case PENDING, RETRYING, DEAD -> BUSY;
                    case DELIVERED -> new Steered.Impossible("It has been delivered; there is nothing to cancel.");
                    case CANCELLED -> new Steered.Done(entry);
                })
                .defaultIfEmpty(UNKNOWN);
    }

    private Mono<Steered> done(String event, DeliveryEntry entry) {
        log.info("event={} id={} destination={} was={}", event, entry.event(), entry.destination(), entry.state());
        return deliveries.find(entry.event(), entry.destination()).map(Steered.Done::new);
    }

    private record Gone(@Nullable String lane) {

        static Gone of(Readable row) {
            return new Gone(row.get("lane", String.class));
        }
    }
}
