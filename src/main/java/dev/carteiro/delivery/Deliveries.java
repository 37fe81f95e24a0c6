package dev.carteiro.delivery;

import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What became of deliveries, for people who look. */
public final class Deliveries {

    private static final String FROM =
            "SELECT " + EntryRows.OPEN + " FROM delivery d LEFT JOIN " + EventRows.row("d.event");

    /** A conversation is found by its events. */
    private static final String FROM_EVENTS =
            "SELECT " + EntryRows.OPEN + " FROM event e JOIN delivery d ON d.event = e.id";

    private static final String OPEN = FROM + " WHERE d.event = :event";

    /** The trace of one that was cancelled has the number of the attempt after which that was done. */
    private static final String LAST_FIRST = " ORDER BY a.number DESC, a.outcome = 'cancelled' DESC";

    private static final String ONE_OPEN = FROM + " WHERE d.event = :event AND d.destination = :destination";

    private static final String ONE_ENDED = "SELECT a.event, a.destination, a.number, a.outcome, a.status, a.error, "
            + EntryRows.ABOUT + " FROM attempt a LEFT JOIN " + EventRows.row("a.event")
            + " WHERE a.event = :event AND a.destination = :destination" + LAST_FIRST + " LIMIT 1";

    private static final String ATTEMPTS = """
            SELECT destination, number, at, cause, outcome, status, latency_ms, error, response FROM attempt
            WHERE event = :event ORDER BY number, outcome = 'cancelled', at
            """;

    private final Database database;

    Deliveries(Database database) {
        this.database = database;
    }

    /** One page of what is in the queue or dead: ascending from {@code after} where that is given, else newest first. */
    public Flux<DeliveryEntry> page(DeliveryQuery query) {
        Conditions conditions = new Conditions();
        conditions.delivery(query.filter());
        conditions.event(query.filter());
        from(conditions, ">", "after", query.after(), query.filter());
        from(conditions, "<", "before", query.before(), query.filter());
        boolean byEvents = query.filter().conversation() != null;
        String position = byEvents ? "e.id" : "d.event"; // of two that are equal the one with the index
        String order = query.after() == null ? position + " DESC, d.destination DESC" : position + ", d.destination";
        return conditions
                .bind(database.sql((byEvents ? FROM_EVENTS : FROM) + " WHERE " + conditions + " ORDER BY " + order
                        + " LIMIT :limit"))
                .bind("limit", query.limit())
                .map(EntryRows::open)
                .all();
    }

    private static void from(
            Conditions conditions,
            String sign,
            String name,
            DeliveryQuery.@Nullable Cursor cursor,
            DeliveryFilter filter) {
        if (cursor == null) {
            return;
        }
        if (cursor.destination() == null || filter.destination() != null) {
            conditions.and("d.event " + sign + " :" + name, name, cursor.event());
        } else {
            conditions.and(
                    "(d.event, d.destination) " + sign + " (:" + name + ", :" + name + "To)", name, cursor.event());
            conditions.bound(name + "To", Text.storable(cursor.destination()));
        }
    }

    /** One delivery, whether it waits, is dead or over; nothing where there never was one, or it has left retention. */
    public Mono<DeliveryEntry> find(long event, String destination) {
        return database.sql(ONE_OPEN)
                .bind("event", event)
                .bind("destination", Text.indexable(destination))
                .map(EntryRows::open)
                .one()
                .switchIfEmpty(Mono.defer(() -> database.sql(ONE_ENDED)
                        .bind("event", event)
                        .bind("destination", Text.indexable(destination))
                        .map(EntryRows::ended)
                        .one()));
    }

    /** Deliveries of one event that are still to be done, or dead. */
    public Mono<List<DeliveryEntry>> open(long event) {
        return database.sql(OPEN)
                .bind("event", event)
                .map(EntryRows::open)
                .all()
                .collectList();
    }

    /** All attempts made for one event and whatever ended its deliveries, in their order for each destination. */
    public Flux<Attempt> attempts(long event) {
        return database.sql(ATTEMPTS)
                .bind("event", event)
                .map(Deliveries::attemptRow)
                .all();
    }

    private static Attempt attemptRow(Readable row) {
        return new Attempt(
                Columns.required(row, "destination", String.class),
                Columns.required(row, "number", Integer.class),
                Columns.required(row, "at", Instant.class),
                Columns.required(row, "cause", String.class),
                Columns.required(row, "outcome", String.class),
                row.get("status", Integer.class),
                Columns.required(row, "latency_ms", Integer.class),
                row.get("error", String.class),
                row.get("response", String.class));
    }

    /** One attempt; {@code latencyMs} is the time until the answer, or until we gave up waiting for it. */
    public record Attempt(
            String destination,
            int number,
            Instant at,
            String cause,
            String outcome,
            @Nullable Integer status,
            int latencyMs,
            @Nullable String error,
            @Nullable String response) {

        /** Whether it is none: the trace that somebody cancelled the delivery, after the attempt of the same number. */
        public boolean cancels() {
            return outcome.equals(DeliveryState.CANCELLED_OUTCOME);
        }
    }
}
