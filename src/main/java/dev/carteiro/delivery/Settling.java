package dev.carteiro.delivery;

import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;

/** Writes down how attempts ended, many in one statement and one commit. */
final class Settling {

    /**
     * Only rows that are still under the lease are touched, so that a replica that was taken for dead settles nothing, and
     * writing the same group twice changes nothing.
     */
    private static final String SETTLE = """
            WITH s AS MATERIALIZED (
                SELECT * FROM UNNEST(:event, :destination, :lease, :verdict, :delay, :attempts, :number, :at, :cause,
                                     :outcome, :status, :latency, :error, :response)
                    AS s (event, destination, lease, verdict, delay, attempts, number, at, cause,
                          outcome, status, latency, error, response)),
            gone AS (
                DELETE FROM delivery d USING s
                WHERE s.verdict = 'done' AND d.event = s.event AND d.destination = s.destination AND d.lease = s.lease
                RETURNING d.event, d.destination, d.lane),
            later AS (
                UPDATE delivery d
                SET lease = NULL, due_at = now() + s.delay * interval '1 ms', attempts = s.attempts, cause = 'retry',
                    last_status = s.status, last_error = s.error
                FROM s
                WHERE s.verdict = 'later' AND d.event = s.event AND d.destination = s.destination AND d.lease = s.lease
                RETURNING d.event, d.destination),
            died AS (
                UPDATE delivery d
                SET dead = true, head = false, lease = NULL, attempts = s.attempts, last_status = s.status,
                    last_error = s.error
                FROM s
                WHERE s.verdict = 'dead' AND d.event = s.event AND d.destination = s.destination AND d.lease = s.lease
                RETURNING d.event, d.destination, d.lane),
            logged AS (
                INSERT INTO attempt (event, destination, number, at, cause, outcome, status, latency_ms, error, response)
                SELECT s.event, s.destination, s.number, to_timestamp(s.at / 1000.0), s.cause, s.outcome, s.status,
                       s.latency, s.error, s.response
                FROM s JOIN (SELECT event, destination FROM gone UNION ALL SELECT event, destination FROM later
                             UNION ALL SELECT event, destination FROM died) AS done USING (event, destination)
                WHERE s.outcome IS NOT NULL),
            freed AS (SELECT * FROM gone UNION ALL SELECT * FROM died),
            promoted AS (
                UPDATE delivery d
                SET head = true,
                    lease = CASE WHEN d.destination = ANY (:chained) AND d.due_at <= now() THEN :chainLease END
                FROM freed f CROSS JOIN LATERAL (
                    SELECT n.event FROM delivery n
                    WHERE n.destination = f.destination AND n.lane = f.lane AND NOT n.dead AND n.event <> f.event
                    ORDER BY n.event LIMIT 1) next
                WHERE f.lane IS NOT NULL AND d.event = next.event AND d.destination = f.destination
                RETURNING d.event, d.destination, d.lane, d.attempts, d.cause, d.created_at, d.lease)
            SELECT c.destination, c.lane, c.attempts, c.cause, c.created_at, c.lease,\s""" + DeliveryRows.COLUMNS + """

            FROM promoted c LEFT JOIN event e ON e.id = c.event AND c.lease IS NOT NULL\s""" + EventRows.BODY;

    private final Database database;

    Settling(Database database) {
        this.database = database;
    }

    /** Emits what became head of its lane: to be claimed, or leased in the same statement where {@code chain} allows it. */
    Flux<Moved> settle(List<Settlement> group, Chain chain) {
        return bind(database.sql(SETTLE), group)
                .bind("chained", chain.destinations().toArray(String[]::new))
                .bind("chainLease", chain.lease())
                .bind("light", DeliveryRows.LIGHT)
                .map(Moved::of)
                .all();
    }

    /** For these destinations the next of a lane need not queue up behind other lanes, because none wait. */
    record Chain(Collection<String> destinations, long lease) {}

    /** The new head of a lane; {@code delivery} is there where it was leased to us. */
    record Moved(String destination, @Nullable Delivery delivery) {

        static Moved of(Readable row) {
            return new Moved(
                    Columns.required(row, "destination", String.class),
                    row.get("lease", Long.class) == null ? null : DeliveryRows.delivery(row));
        }
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, List<Settlement> group) {
        return statement
                .bind("event", longs(group, one -> one.delivery().position()))
                .bind("destination", strings(group, one -> one.delivery().destination()))
                .bind("lease", longs(group, one -> one.delivery().lease()))
                .bind("verdict", strings(group, Settling::verdict))
                .bind("delay", longs(group, Settling::delay))
                .bind("attempts", integers(group, one -> one.delivery().attempts() + (postponed(one) ? 0 : 1)))
                .bind("number", integers(group, one -> one.delivery().attempts() + 1))
                .bind("at", longs(group, one -> one.startedAt().toEpochMilli()))
                .bind("cause", strings(group, one -> one.delivery().cause()))
                .bind("outcome", strings(group, Settling::outcome))
                .bind("status", integers(group, Settling::status))
                .bind("latency", integers(group, Settlement::latency))
                .bind("error", strings(group, Settling::error))
                .bind("response", strings(group, Settling::response));
    }

    private static boolean postponed(Settlement one) {
        return one.outcome() instanceof Outcome.Postponed;
    }

    private static String verdict(Settlement one) {
        return switch (one.verdict()) {
            case Verdict.Done done -> "done";
            case Verdict.Later later -> "later";
            case Verdict.Dead dead -> "dead";
        };
    }

    private static long delay(Settlement one) {
        return one.verdict() instanceof Verdict.Later later ? later.delay().toMillis() : 0;
    }

    /** Null for what was not attempted: that leaves no trace in the log of attempts. */
    private static @Nullable String outcome(Settlement one) {
        return switch (one.outcome()) {
            case Outcome.Delivered delivered -> "delivered";
            case Outcome.Deferred deferred -> "deferred";
            case Outcome.Refused refused -> "refused";
            case Outcome.Postponed postponed -> null;
        };
    }

    private static @Nullable Integer status(Settlement one) {
        Answer answer = one.outcome().answer();
        return answer == null ? null : answer.status();
    }

    private static @Nullable String response(Settlement one) {
        Answer answer = one.outcome().answer();
        return answer == null || answer.excerpt().isEmpty() ? null : Text.storable(answer.excerpt());
    }

    private static @Nullable String error(Settlement one) {
        return Text.storable(
                switch (one.outcome()) {
                    case Outcome.Delivered delivered -> null;
                    case Outcome.Deferred deferred ->
                        one.verdict() instanceof Verdict.Dead dead ? dead.reason() : deferred.reason();
                    case Outcome.Refused refused -> refused.reason();
                    case Outcome.Postponed postponed -> postponed.reason();
                });
    }

    private static @Nullable String[] strings(List<Settlement> group, Function<Settlement, @Nullable String> column) {
        @Nullable String[] values = new @Nullable String[group.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(group.get(i));
        }
        return values;
    }

    private static @Nullable Integer[] integers(
            List<Settlement> group, Function<Settlement, @Nullable Integer> column) {
        @Nullable Integer[] values = new @Nullable Integer[group.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(group.get(i));
        }
        return values;
    }

    private static Long[] longs(List<Settlement> group, Function<Settlement, Long> column) {
        return group.stream().map(column).toArray(Long[]::new);
    }
}
