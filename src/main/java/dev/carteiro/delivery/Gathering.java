package dev.carteiro.delivery;

import dev.carteiro.event.Recorded;
import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Sql;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Makes one delivery of a conversation's burst, and reads what is in it. */
final class Gathering {

    /** All bodies of a burst are in memory at once. */
    private static final long MOST_BODIES = 8 << 20;

    /** As much as a transform takes, which then fails no burst for what its events have together. */
    private static final long MOST_DATA = 1 << 20;

    /**
     * A burst that was gathered before is taken as it is. Else the lane is looked at from its head on: what may go together
     * ends before what belongs to another burst, or does not fit in. While nothing ends it, it may grow, and its window
     * counts.
     *
     * <p>Two replicas that write to an empty lane at once each make their row its head. Then the younger steps back, and the
     * older waits until nobody has the younger in hand.
     */
    private static final Sql GATHER = Sql.of("""
            WITH head AS MATERIALIZED (
                SELECT event, destination, lane, burst FROM delivery
                WHERE event = :event AND destination = :destination AND lease = :lease AND NOT dead FOR UPDATE),
            led AS MATERIALIZED (
                SELECT h.event, h.destination FROM head h
                WHERE EXISTS (SELECT FROM delivery o
                              WHERE o.destination = h.destination AND o.lane = h.lane AND NOT o.dead AND o.head
                                AND o.event < h.event)),
            stepped_back AS (
                UPDATE delivery d SET head = false FROM led
                WHERE d.event = led.event AND d.destination = led.destination
                RETURNING d.event),
            looked AS MATERIALIZED (
                SELECT d.event, d.destination, d.burst, d.lease, d.created_at
                FROM head h JOIN delivery d ON d.destination = h.destination AND d.lane = h.lane
                WHERE d.event >= h.event AND NOT d.dead AND h.burst IS DISTINCT FROM h.event
                  AND NOT EXISTS (SELECT FROM led)
                ORDER BY d.event LIMIT :items + 1 FOR UPDATE OF d),
            ranked AS MATERIALIZED (
                SELECT l.event, l.created_at, l.event <> :event AND l.lease IS NOT NULL AS held,
                       row_number() OVER so_far AS place,
                       sum(coalesce(octet_length(b.body), 0)) OVER so_far AS bodies,
                       sum(coalesce(octet_length(e.data), 0)) OVER so_far AS data,
                       bool_or(l.event <> :event AND (l.lease IS NOT NULL OR EXISTS (
                           SELECT FROM delivery o
                           WHERE o.event = l.burst AND o.destination = l.destination AND o.burst = o.event
                             AND NOT o.dead))) OVER so_far AS ended
                FROM looked l LEFT JOIN\s""" + EventRows.row("l.event") + " " + EventRows.BODY + """

                WINDOW so_far AS (ORDER BY l.event)),
            fit AS MATERIALIZED (
                SELECT event, created_at FROM ranked
                WHERE place = 1 OR (place <= :items AND NOT ended AND bodies <= :bodies AND data <= :data)),
            remaining AS MATERIALIZED (
                SELECT CASE
                    WHEN EXISTS (SELECT FROM ranked WHERE held) THEN 100
                    WHEN count(*) < :items AND count(*) = (SELECT count(*) FROM looked) THEN greatest(0, ceil(1000 *
                        extract(epoch FROM least(max(created_at) + :quiet * interval '1 ms',
                                                 min(created_at) + :max * interval '1 ms') - now())))
                    ELSE 0 END::bigint AS ms
                FROM fit),
            gathered AS (
                UPDATE delivery d SET burst = :event, head = d.event = :event FROM fit f, remaining r
                WHERE r.ms = 0 AND d.event = f.event AND d.destination = :destination
                RETURNING d.event),
            members AS MATERIALIZED (
                SELECT event FROM gathered
                UNION ALL
                SELECT d.event FROM head h JOIN delivery d ON d.burst = h.event AND d.destination = h.destination
                WHERE h.burst = h.event AND NOT d.dead)
            SELECT r.ms, EXISTS (SELECT FROM stepped_back) AS behind,
                   ARRAY(SELECT event FROM members WHERE event <> :event ORDER BY event) AS companions,
                   (SELECT coalesce(sum(octet_length(b.body)), 0) > :light
                    FROM members m JOIN\s"""
            + EventRows.row("m.event") + " " + EventRows.BODY + """
            ) AS heavy
            FROM head h CROSS JOIN remaining r
            """);

    /** A body that several events share comes once. */
    private static final Sql READ = Sql.of("SELECT e.body_at, "
            + EventRows.COLUMNS.replace(
                    "b.body",
                    "CASE WHEN row_number() OVER (PARTITION BY e.body_at ORDER BY e.id) = 1 THEN b.body END AS body")
            + " FROM event e " + EventRows.BODY + " WHERE e.id = ANY (:events) ORDER BY e.id");

    private final Database database;

    Gathering(Database database) {
        this.database = database;
    }

    Mono<Gathered> gather(Delivery delivery, Policy.Debounce debounce) {
        return Mono.defer(() -> database.sql(GATHER)
                .bind("event", delivery.position())
                .bind("destination", delivery.destination())
                .bind("lease", delivery.lease())
                .bind("items", debounce.items())
                .bind("quiet", debounce.quiet().toMillis())
                .bind("max", debounce.max().toMillis())
                .bind("bodies", MOST_BODIES)
                .bind("data", MOST_DATA)
                .bind("light", DeliveryRows.LIGHT)
                .rows(Gathering::gathered)
                .singleOrEmpty());
    }

    private static Gathered gathered(Readable row) {
        long ms = Columns.required(row, "ms", Long.class);
        return ms > 0 || Columns.required(row, "behind", Boolean.class)
                ? new Gathered.Open(Duration.ofMillis(ms))
                : new Gathered.Complete(
                        List.of(Columns.required(row, "companions", Long[].class)),
                        Columns.required(row, "heavy", Boolean.class));
    }

    /** Empty where the delivery's own event is no longer in the log. */
    Mono<Delivery> complete(Delivery delivery, List<Long> companions) {
        Long[] events = Stream.concat(Stream.of(delivery.position()), companions.stream())
                .toArray(Long[]::new);
        return Mono.defer(() -> database.sql(READ)
                .bind("events", events)
                .rows(Read::of)
                .collectList()
                .map(Gathering::sharingBodies)
                .filter(burst -> !burst.isEmpty() && burst.getFirst().envelope().position() == delivery.position())
                .map(delivery::with));
    }

    private record Read(long bodyAt, Recorded event) {

        static Read of(Readable row) {
            return new Read(Columns.required(row, 0, Long.class), EventRows.recordedAt(row, 1));
        }
    }

    private static List<Recorded> sharingBodies(List<Read> rows) {
        Map<Long, byte[]> bodies = new HashMap<>();
        rows.forEach(row -> bodies.putIfAbsent(row.bodyAt(), row.event().body()));
        return rows.stream()
                .map(row -> new Recorded(
                        row.event().envelope(), row.event().data(), Objects.requireNonNull(bodies.get(row.bodyAt()))))
                .toList();
    }
}
