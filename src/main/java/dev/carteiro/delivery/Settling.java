package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.delivery.DeliveryQueue.Moved;
import dev.carteiro.store.Database;
import dev.carteiro.store.Series;
import dev.carteiro.store.Sql;
import java.util.Collection;
import java.util.List;
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
    private static final Sql SETTLE = Sql.of("""
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
                WHERE f.lane IS NOT NULL
                UNION
                SELECT first.event, l.destination
                FROM UNNEST(:headlessDestination, :headlessLane) AS l (destination, lane)
                CROSS JOIN LATERAL (
                    SELECT n.event, n.head FROM delivery n
                    WHERE n.destination = l.destination AND n.lane = l.lane AND NOT n.dead
                    ORDER BY n.event LIMIT 1) first
                WHERE NOT first.head
                  AND (SELECT h.event FROM delivery h
                       WHERE h.destination = l.destination AND h.lane = l.lane AND NOT h.dead AND h.head
                       LIMIT 1) IS NULL),
            promoted AS (
                UPDATE delivery d
                SET head = true,
                    lease = CASE WHEN d.destination = ANY (:chained) AND d.due_at <= now() THEN :chainLease END
                FROM next
                WHERE d.event = next.event AND d.destination = next.destination AND NOT d.head
                  AND d.event = ANY (ARRAY(SELECT event FROM next))
                RETURNING d.event, d.destination, d.lane, d.attempts, d.spent, d.cause, d.created_at, d.lease)
            """ + DeliveryRows.PROMOTED);

    private final Database database;

    Settling(Database database) {
        this.database = database;
    }

    /** Emits what became head of its lane: to be claimed, or leased in the same statement where {@code chain} allows it. */
    Flux<Moved> settle(List<Settlement> group, Collection<Lane> headless, Chain chain) {
        return SettledRows.bound(database.sql(SETTLE), group)
                .bind("headlessDestination", Series.texts(headless, Lane::destination))
                .bind("headlessLane", Series.texts(headless, Lane::lane))
                .bind("chained", Series.texts(chain.destinations(), name -> name))
                .bind("chainLease", chain.lease())
                .bind("writer", chain.lease())
                .bind("light", DeliveryRows.LIGHT)
                .rows(Moved::of);
    }
}
