package dev.carteiro.delivery;

import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Series;
import dev.carteiro.store.Sql;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code delivery}: claims heads of lanes, gives leases back and mends lanes. */
final class SqlQueue implements DeliveryQueue {

    private static final Sql CLAIM = Sql.of(
            """
            WITH again AS MATERIALIZED (
                SELECT event, destination FROM delivery
                WHERE destination = :destination AND head AND lease IS NULL AND NOT dead AND cause <> 'first'
                  AND due_at <= now()
                ORDER BY due_at, event LIMIT :again FOR UPDATE SKIP LOCKED),
            fresh AS MATERIALIZED (
                SELECT event, destination FROM delivery
                WHERE destination = :destination AND head AND lease IS NULL AND NOT dead AND cause = 'first'
                  AND due_at <= now()
                ORDER BY due_at, event LIMIT :slots - (SELECT count(*) FROM again) FOR UPDATE SKIP LOCKED),
            due AS (SELECT * FROM again UNION ALL SELECT * FROM fresh),
            claimed AS (
                UPDATE delivery d SET lease = :lease FROM due
                WHERE d.event = due.event AND d.destination = due.destination AND d.destination = :destination
                  AND d.event = ANY (ARRAY(SELECT event FROM due)) -- see Settling
                RETURNING d.event, d.destination, d.lane, d.attempts, d.spent, d.cause, d.created_at, d.lease)
            SELECT\s""" + DeliveryRows.COLUMNS + """

            FROM claimed c JOIN\s""" + EventRows.row("c.event") + " " + EventRows.BODY + " ORDER BY c.event");

    /**
     * A lane whose head left while its next delivery was being written has none; one into which something older was put
     * has the wrong one. The first in it becomes head: where the present head is being worked on, only after that.
     */
    private static final String ASTRAY = """
            astray AS MATERIALIZED (
                SELECT l.destination, first.event, present.event AS head
                FROM lanes l
                CROSS JOIN LATERAL (
                    SELECT n.event, n.head FROM delivery n
                    WHERE n.destination = l.destination AND n.lane = l.lane AND NOT n.dead
                    ORDER BY n.event LIMIT 1) first
                LEFT JOIN LATERAL (
                    SELECT h.event FROM delivery h
                    WHERE h.destination = l.destination AND h.lane = l.lane AND NOT h.dead AND h.head
                    ORDER BY h.event LIMIT 1) present ON true
                WHERE NOT first.head),
            stepped_back AS (
                UPDATE delivery d SET head = false FROM astray a
                WHERE d.event = a.head AND d.destination = a.destination AND d.head AND d.lease IS NULL AND NOT d.dead
                  AND d.event = ANY (ARRAY(SELECT head FROM astray)) -- see Settling
                RETURNING d.event, d.destination)
            """;

    private static final String FIRST_OF_EACH = """
             FROM astray a
            WHERE d.event = a.event AND d.destination = a.destination AND NOT d.dead AND NOT d.head
              AND d.event = ANY (ARRAY(SELECT event FROM astray))
              AND (a.head IS NULL OR EXISTS (SELECT FROM stepped_back s
                                             WHERE s.event = a.head AND s.destination = a.destination))
            """;

    private static final Sql PROMOTE =
            Sql.of("WITH lanes AS (SELECT DISTINCT * FROM UNNEST(:destination, :lane) AS l (destination, lane)), "
                    + ASTRAY + """
            , promoted AS (
                UPDATE delivery d
                SET head = true,
                    lease = CASE WHEN d.destination = ANY (:chained) AND d.due_at <= now() THEN :chainLease END
            """ + FIRST_OF_EACH + """
                RETURNING d.event, d.destination, d.lane, d.attempts, d.spent, d.cause, d.created_at, d.lease)
            """ + DeliveryRows.PROMOTED);

    private static final String PROMOTE_EVERYWHERE =
            "WITH lanes AS (SELECT DISTINCT destination, lane FROM delivery WHERE NOT head AND NOT dead AND lane IS NOT NULL), "
                    + ASTRAY + " UPDATE delivery d SET head = true" + FIRST_OF_EACH + " RETURNING d.destination";

    private static final String GIVE_BACK_OF_THE_DEAD = """
            UPDATE delivery SET lease = NULL
            WHERE lease IS NOT NULL
              AND lease NOT IN (SELECT lease FROM replica UNION ALL SELECT lease + 1 FROM replica)
            """;

    private static final String ADD_UP_TALLIES_OF_THE_DEAD = """
            WITH gone AS (
                DELETE FROM delivery_tally
                WHERE writer <> 0
                  AND writer NOT IN (SELECT lease FROM replica UNION ALL SELECT lease + 1 FROM replica)
                RETURNING *)
            INSERT INTO delivery_tally AS t (destination, writer, accepted, delivered, died, retrying, deferred)
            SELECT destination, 0, sum(accepted), sum(delivered), sum(died), sum(retrying), sum(deferred)
            FROM gone GROUP BY destination
            ON CONFLICT (destination, writer) DO UPDATE
            SET accepted = t.accepted + excluded.accepted, delivered = t.delivered + excluded.delivered,
                died = t.died + excluded.died, retrying = t.retrying + excluded.retrying,
                deferred = t.deferred + excluded.deferred
            """;

    private static final String HALT = """
            INSERT INTO destination_override AS o (destination, disabled_reason, disabled_at, quiet_until)
            SELECT destination, reason, CASE WHEN reason IS NOT NULL THEN now() END,
                   CASE WHEN quiet > 0 THEN now() + quiet * interval '1 ms' END
            FROM UNNEST(:destination, :reason, :quiet) AS h (destination, reason, quiet)
            ON CONFLICT (destination) DO UPDATE
            SET disabled_reason = coalesce(o.disabled_reason, excluded.disabled_reason),
                disabled_at = coalesce(o.disabled_at, excluded.disabled_at),
                quiet_until = greatest(o.quiet_until, excluded.quiet_until), changed_at = now()
            """;

    private static final String GIVE_BACK_BUT = """
            UPDATE delivery d SET lease = NULL
            WHERE d.lease = :lease
              AND NOT EXISTS (SELECT FROM UNNEST(:event, :destination) AS k (event, destination)
                              WHERE k.event = d.event AND k.destination = d.destination)
            """;

    private static final String SOONER = """
            WITH patience AS (
                UPDATE destination_override SET quiet_until = quiet_until - :millis * interval '1 ms'
                WHERE quiet_until > now())
            UPDATE delivery SET due_at = due_at - :millis * interval '1 ms'
            WHERE NOT dead AND lease IS NULL AND due_at > now()
            """;

    private static final String DUE_NOW = """
            UPDATE delivery SET due_at = now()
            WHERE destination = :destination AND head AND lease IS NULL AND NOT dead AND due_at > now()
            """;

    private static final String LANE_DUE_NOW = """
            UPDATE delivery SET due_at = now()
            WHERE destination = :destination AND lane = :lane AND head AND lease IS NULL AND NOT dead AND due_at > now()
            """;

    private static final String ONE_DUE_NOW = """
            UPDATE delivery SET due_at = now()
            WHERE destination = :destination AND event = :event AND lease IS NULL AND NOT dead AND due_at > now()
            """;

    private final Database database;
    private final Settling settling;
    private final Gathering gathering;

    SqlQueue(Database database) {
        this.database = database;
        settling = new Settling(database);
        gathering = new Gathering(database);
    }

    @Override
    public Flux<Delivery> claim(String destination, Room room, long lease) {
        return database.sql(CLAIM)
                .bind("destination", destination)
                .bind("slots", room.slots())
                .bind("again", room.again())
                .bind("light", DeliveryRows.LIGHT)
                .bind("lease", lease)
                .rows(DeliveryRows::delivery);
    }

    @Override
    public Mono<Gathered> gather(Delivery delivery, Policy.Debounce debounce) {
        return gathering.gather(delivery, debounce);
    }

    @Override
    public Mono<Delivery> withBodies(Delivery delivery, List<Long> companions) {
        return gathering.complete(delivery, companions);
    }

    @Override
    public Flux<Moved> settle(List<Settlement> group, Collection<Lane> headless, Chain chain) {
        return settling.settle(group, headless, chain);
    }

    @Override
    public Flux<Moved> promote(Collection<Lane> lanes, Chain chain) {
        return database.sql(PROMOTE)
                .bind("destination", Series.texts(lanes, Lane::destination))
                .bind("lane", Series.texts(lanes, Lane::lane))
                .bind("chained", Series.texts(chain.destinations(), name -> name))
                .bind("chainLease", chain.lease())
                .bind("light", DeliveryRows.LIGHT)
                .rows(Moved::of);
    }

    @Override
    public Flux<String> promoteEverywhere() {
        return database.sql(PROMOTE_EVERYWHERE)
                .map(row -> Columns.required(row, "destination", String.class))
                .all();
    }

    @Override
    public Mono<Long> dueNow(String destination) {
        return database.sql(DUE_NOW).bind("destination", destination).fetch().rowsUpdated();
    }

    @Override
    public Mono<Long> dueNow(String destination, String lane) {
        return database.sql(LANE_DUE_NOW)
                .bind("destination", destination)
                .bind("lane", lane)
                .fetch()
                .rowsUpdated();
    }

    @Override
    public Mono<Long> dueNow(String destination, long event) {
        return database.sql(ONE_DUE_NOW)
                .bind("destination", destination)
                .bind("event", event)
                .fetch()
                .rowsUpdated();
    }

    @Override
    public Mono<Long> sooner(long millis) {
        return database.sql(SOONER).bind("millis", millis).fetch().rowsUpdated();
    }

    @Override
    public Mono<Long> giveBackOfTheDead() {
        return database.sql(ADD_UP_TALLIES_OF_THE_DEAD)
                .fetch()
                .rowsUpdated()
                .then(database.sql(GIVE_BACK_OF_THE_DEAD).fetch().rowsUpdated());
    }

    @Override
    public Mono<Long> giveBackBut(Collection<Held> held, long lease) {
        List<Held> same = held.stream().filter(one -> one.lease() == lease).toList();
        return database.sql(GIVE_BACK_BUT)
                .bind("lease", lease)
                .bind("event", same.stream().map(Held::event).toArray(Long[]::new))
                .bind("destination", same.stream().map(Held::destination).toArray(String[]::new))
                .fetch()
                .rowsUpdated();
    }

    @Override
    public Mono<Void> halt(Collection<Halt> halts) {
        @Nullable String[] reasons = halts.stream().map(Halt::disabled).toArray(String[]::new);
        return database.sql(HALT)
                .bind("destination", halts.stream().map(Halt::destination).toArray(String[]::new))
                .bind("reason", reasons)
                .bind(
                        "quiet",
                        halts.stream().map(halt -> halt.quiet().toMillis()).toArray(Long[]::new))
                .then();
    }
}
