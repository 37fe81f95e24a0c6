package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Moved;
import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
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
     *
     * <p>That each is looked up by its key is said twice: statistics that were taken while the queue was empty and its pages
     * were not, because somebody's old snapshot keeps the dead rows in them, make reading all of it look as cheap.
     */
    private static final String SETTLE = """
            WITH s AS MATERIALIZED (
                SELECT * FROM UNNEST(:event, :destination, :lease, :verdict, :delay, :attempts, :spent, :number, :at,
                                     :cause, :outcome, :status, :latency, :error, :response, :several)
                    AS s (event, destination, lease, verdict, delay, attempts, spent, number, at,
                          cause, outcome, status, latency, error, response, several)),
            companion AS MATERIALIZED (
                SELECT * FROM UNNEST(:companion, :head, :headDestination) AS c (event, head, destination)),
            gone AS (
                DELETE FROM delivery d USING s
                WHERE s.verdict = 'done' AND d.event = s.event AND d.destination = s.destination AND d.lease = s.lease
                  AND d.event = ANY (:event)
                RETURNING d.event, d.destination, d.lane, d.cause, s.several),
            gone_too AS (
                DELETE FROM delivery d USING companion c, gone g
                WHERE g.event = c.head AND g.destination = c.destination
                  AND d.event = c.event AND d.destination = c.destination AND d.burst = c.head
                  AND d.event = ANY (:companion)
                RETURNING d.event, d.destination, d.cause, d.attempts + 1 AS number, c.head),
            later AS (
                UPDATE delivery d
                SET lease = NULL, due_at = now() + s.delay * interval '1 ms', attempts = s.attempts, spent = s.spent,
                    cause = CASE WHEN s.outcome IS NULL THEN d.cause ELSE 'retry' END,
                    last_status = CASE WHEN s.outcome IS NULL THEN d.last_status ELSE s.status END,
                    last_error = CASE WHEN s.outcome IS NULL THEN d.last_error ELSE s.error END
                FROM s
                WHERE s.verdict = 'later' AND d.event = s.event AND d.destination = s.destination AND d.lease = s.lease
                  AND d.event = ANY (:event)
                RETURNING d.event, d.destination, s.outcome IS NOT NULL AND s.cause <> 'retry' AS retries,
                    s.outcome IS NOT DISTINCT FROM 'deferred' AS deferred),
            died AS (
                UPDATE delivery d
                SET dead = true, head = false, lease = NULL, attempts = s.attempts, spent = s.spent,
                    last_status = s.status, last_error = s.error
                FROM s
                WHERE s.verdict = 'dead' AND d.event = s.event AND d.destination = s.destination AND d.lease = s.lease
                  AND d.event = ANY (:event)
                RETURNING d.event, d.destination, d.lane, d.cause, s.several, s.status, s.error),
            died_too AS (
                UPDATE delivery d
                SET dead = true, head = false, attempts = d.attempts + 1, spent = d.spent + 1, last_status = g.status,
                    last_error = g.error
                FROM companion c, died g
                WHERE g.event = c.head AND g.destination = c.destination
                  AND d.event = c.event AND d.destination = c.destination AND d.burst = c.head
                  AND d.event = ANY (:companion)
                RETURNING d.event, d.destination, d.cause, d.attempts AS number, c.head),
            ended AS (
                SELECT event, destination, event AS head, NULL::int AS number, NULL AS cause
                FROM (SELECT event, destination FROM gone UNION ALL SELECT event, destination FROM later
                      UNION ALL SELECT event, destination FROM died) AS heads
                UNION ALL SELECT event, destination, head, number, cause FROM gone_too
                UNION ALL SELECT event, destination, head, number, cause FROM died_too),
            logged AS (
                INSERT INTO attempt (event, destination, number, at, cause, outcome, status, latency_ms, error, response)
                SELECT e.event, s.destination, coalesce(e.number, s.number), to_timestamp(s.at / 1000.0),
                       coalesce(e.cause, s.cause), s.outcome, s.status, s.latency, s.error, s.response
                FROM s JOIN ended e ON e.head = s.event AND e.destination = s.destination
                WHERE s.outcome IS NOT NULL),
            tallied AS (
                INSERT INTO delivery_tally AS t (destination, writer, delivered, died, retrying, deferred)
                SELECT destination, :writer, sum(delivered), sum(died), sum(retrying), sum(deferred)
                FROM (SELECT destination, 1 AS delivered, 0 AS died, -(cause = 'retry')::int AS retrying, 0 AS deferred
                      FROM gone
                      UNION ALL SELECT destination, 1, 0, -(cause = 'retry')::int, 0 FROM gone_too
                      UNION ALL SELECT destination, 0, 1, -(cause = 'retry')::int, 0 FROM died
                      UNION ALL SELECT destination, 0, 1, -(cause = 'retry')::int, 0 FROM died_too
                      UNION ALL SELECT destination, 0, 0, retries::int, deferred::int FROM later
                      WHERE retries OR deferred) AS moved
                GROUP BY destination
                ON CONFLICT (destination, writer) DO UPDATE
                SET delivered = t.delivered + excluded.delivered, died = t.died + excluded.died,
                    retrying = t.retrying + excluded.retrying, deferred = t.deferred + excluded.deferred),
            freed AS (
                SELECT event, destination, lane, several FROM gone
                UNION ALL SELECT event, destination, lane, several FROM died),
            next AS MATERIALIZED (
                SELECT n.event, f.destination
                FROM freed f CROSS JOIN LATERAL (
                    SELECT n.event FROM delivery n
                    WHERE n.destination = f.destination AND n.lane = f.lane AND NOT n.dead AND n.event <> f.event
                      AND NOT (f.several AND n.burst IS NOT DISTINCT FROM f.event)
                    ORDER BY n.event LIMIT 1) n
                WHERE f.lane IS NOT NULL),
            promoted AS (
                UPDATE delivery d
                SET head = true,
                    lease = CASE WHEN d.destination = ANY (:chained) AND d.due_at <= now() THEN :chainLease END
                FROM next
                WHERE d.event = next.event AND d.destination = next.destination AND NOT d.head
                  AND d.event = ANY (ARRAY(SELECT event FROM next))
                RETURNING d.event, d.destination, d.lane, d.attempts, d.spent, d.cause, d.created_at, d.lease)
            SELECT c.destination, c.lane, c.attempts, c.spent, c.cause, c.created_at, c.lease,\s""" + DeliveryRows.COLUMNS + """

            FROM promoted c LEFT JOIN event e ON e.id = c.event AND c.lease IS NOT NULL\s""" + EventRows.BODY;

    private final Database database;

    Settling(Database database) {
        this.database = database;
    }

    /** Emits what became head of its lane: to be claimed, or leased in the same statement where {@code chain} allows it. */
    Flux<Moved> settle(List<Settlement> group, Chain chain) {
        return companions(bind(database.sql(SETTLE), group), group)
                .bind("chained", chain.destinations().toArray(String[]::new))
                .bind("chainLease", chain.lease())
                .bind("writer", chain.lease())
                .bind("light", DeliveryRows.LIGHT)
                .map(Moved::of)
                .all();
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, List<Settlement> group) {
        return statement
                .bind("event", longs(group, one -> one.delivery().position()))
                .bind("destination", strings(group, one -> one.delivery().destination()))
                .bind("lease", longs(group, one -> one.delivery().lease()))
                .bind("verdict", strings(group, Settling::verdict))
                .bind("delay", longs(group, Settling::delay))
                .bind("attempts", integers(group, one -> one.delivery().attempts() + (postponed(one) ? 0 : 1)))
                .bind("spent", integers(group, one -> one.delivery().spent() + (costs(one) ? 1 : 0)))
                .bind("number", integers(group, one -> one.delivery().attempts() + 1))
                .bind("at", longs(group, one -> one.startedAt().toEpochMilli()))
                .bind("cause", strings(group, one -> one.delivery().cause()))
                .bind("outcome", strings(group, Settling::outcome))
                .bind("status", integers(group, Settling::status))
                .bind("latency", integers(group, Settlement::latency))
                .bind("error", strings(group, Settling::error))
                .bind("response", strings(group, Settling::response))
                .bind(
                        "several",
                        group.stream().map(one -> !one.companions().isEmpty()).toArray(Boolean[]::new));
    }

    private static GenericExecuteSpec companions(GenericExecuteSpec statement, List<Settlement> group) {
        List<Companion> all = group.stream()
                .flatMap(one -> one.companions().stream().map(event -> new Companion(event, one.delivery())))
                .toList();
        return statement
                .bind("companion", all.stream().map(Companion::event).toArray(Long[]::new))
                .bind("head", all.stream().map(one -> one.head().position()).toArray(Long[]::new))
                .bind(
                        "headDestination",
                        all.stream().map(one -> one.head().destination()).toArray(String[]::new));
    }

    private record Companion(long event, Delivery head) {}

    private static boolean postponed(Settlement one) {
        return one.outcome() instanceof Outcome.Postponed;
    }

    /** A destination that says when to come again asks for patience: that uses up nothing of the schedule. */
    private static boolean costs(Settlement one) {
        return switch (one.outcome()) {
            case Outcome.Delivered delivered -> false;
            case Outcome.Deferred deferred -> deferred.after() == null;
            case Outcome.Refused refused -> true;
            case Outcome.Gone gone -> true;
            case Outcome.Barred barred -> false;
            case Outcome.Underway underway -> false;
            case Outcome.Postponed postponed -> false;
        };
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
            case Outcome.Gone gone -> "refused";
            case Outcome.Barred barred -> "deferred";
            case Outcome.Underway underway -> "underway";
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
                    case Outcome.Gone gone -> gone.reason();
                    case Outcome.Barred barred -> barred.reason();
                    case Outcome.Underway underway -> underway.reason();
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
