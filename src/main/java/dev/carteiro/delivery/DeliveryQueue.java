package dev.carteiro.delivery;

import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code delivery}: claims heads of lanes, gives leases back and mends lanes. Settling is {@link Settling}. */
final class DeliveryQueue {

    private static final String CLAIM = """
            WITH due AS (
                SELECT event, destination FROM delivery
                WHERE destination = :destination AND head AND lease IS NULL AND NOT dead AND due_at <= now()
                ORDER BY due_at, event LIMIT :slots FOR UPDATE SKIP LOCKED),
            claimed AS (
                UPDATE delivery d SET lease = :lease FROM due
                WHERE d.event = due.event AND d.destination = due.destination
                RETURNING d.event, d.destination, d.lane, d.attempts, d.cause, d.created_at, d.lease)
            SELECT c.destination, c.lane, c.attempts, c.cause, c.created_at, c.lease,\s""" + DeliveryRows.COLUMNS + """

            FROM claimed c JOIN event e ON e.id = c.event\s""" + EventRows.BODY + " ORDER BY e.id";

    /** A lane whose head left while its next delivery was being written has none; the first in it becomes head. */
    private static final String PROMOTE_WHERE_NO_HEAD = """
            UPDATE delivery d SET head = true
            FROM lanes l CROSS JOIN LATERAL (
                SELECT n.event FROM delivery n
                WHERE n.destination = l.destination AND n.lane = l.lane AND NOT n.dead ORDER BY n.event LIMIT 1) first
            WHERE d.event = first.event AND d.destination = l.destination
              AND NOT EXISTS (SELECT FROM delivery h WHERE h.destination = l.destination AND h.lane = l.lane
                              AND NOT h.dead AND h.head)
            RETURNING d.destination
            """;

    private static final String PROMOTE =
            "WITH lanes AS (SELECT DISTINCT * FROM UNNEST(:destination, :lane) AS l (destination, lane)) "
                    + PROMOTE_WHERE_NO_HEAD;

    private static final String PROMOTE_EVERYWHERE =
            "WITH lanes AS (SELECT DISTINCT destination, lane FROM delivery WHERE NOT head AND NOT dead AND lane IS NOT NULL) "
                    + PROMOTE_WHERE_NO_HEAD;

    private static final String GIVE_BACK_OF_THE_DEAD = """
            UPDATE delivery SET lease = NULL
            WHERE lease IS NOT NULL
              AND lease NOT IN (SELECT lease FROM replica UNION ALL SELECT lease + 1 FROM replica)
            """;

    private static final String GIVE_BACK_BUT = """
            UPDATE delivery d SET lease = NULL
            WHERE d.lease = :lease
              AND NOT EXISTS (SELECT FROM UNNEST(:event, :destination) AS k (event, destination)
                              WHERE k.event = d.event AND k.destination = d.destination)
            """;

    private static final String DUE_NOW = """
            UPDATE delivery SET due_at = now()
            WHERE destination = :destination AND head AND lease IS NULL AND NOT dead AND due_at > now()
            """;

    private final Database database;

    DeliveryQueue(Database database) {
        this.database = database;
    }

    /** Leases what is due, heads of lanes only, never more than {@code slots}. */
    Flux<Delivery> claim(String destination, int slots, long lease) {
        return database.sql(CLAIM)
                .bind("destination", destination)
                .bind("slots", slots)
                .bind("light", DeliveryRows.LIGHT)
                .bind("lease", lease)
                .map(DeliveryRows::delivery)
                .all();
    }

    /** The delivery with the body that {@link #claim} left in the database. */
    Mono<Delivery> withBody(Delivery delivery) {
        return database.sql("SELECT " + EventRows.COLUMNS + " FROM event e " + EventRows.BODY + " WHERE e.id = :event")
                .bind("event", delivery.position())
                .map(EventRows::recorded)
                .one()
                .map(delivery::with);
    }

    /** Gives a head to those of the lanes that have none; emits the destinations that have something to claim now. */
    Flux<String> promote(Collection<Lane> lanes) {
        return database.sql(PROMOTE)
                .bind("destination", lanes.stream().map(Lane::destination).toArray(String[]::new))
                .bind("lane", lanes.stream().map(Lane::lane).toArray(String[]::new))
                .map(row -> Columns.required(row, "destination", String.class))
                .all();
    }

    /** The same over all lanes: for what a crash left between two statements. */
    Flux<String> promoteEverywhere() {
        return database.sql(PROMOTE_EVERYWHERE)
                .map(row -> Columns.required(row, "destination", String.class))
                .all();
    }

    /** Makes all that waits for a later attempt due: who changes a destination has mended it. */
    Mono<Long> dueNow(String destination) {
        return database.sql(DUE_NOW).bind("destination", destination).fetch().rowsUpdated();
    }

    /** Frees what replicas held that are no more; says how many deliveries that were. */
    Mono<Long> giveBackOfTheDead() {
        return database.sql(GIVE_BACK_OF_THE_DEAD).fetch().rowsUpdated();
    }

    /** Frees what is under {@code lease} and not among {@code held}. */
    Mono<Long> giveBackBut(Collection<Held> held, long lease) {
        List<Held> same = held.stream().filter(one -> one.lease() == lease).toList();
        return database.sql(GIVE_BACK_BUT)
                .bind("lease", lease)
                .bind("event", same.stream().map(Held::event).toArray(Long[]::new))
                .bind("destination", same.stream().map(Held::destination).toArray(String[]::new))
                .fetch()
                .rowsUpdated();
    }

    /** Where order is kept: one conversation towards one destination. */
    record Lane(String destination, String lane) {}

    /** A delivery that this process works on. */
    record Held(long event, String destination, long lease) {

        static Held of(Delivery delivery) {
            return new Held(delivery.position(), delivery.destination(), delivery.lease());
        }
    }
}
