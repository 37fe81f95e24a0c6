package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/**
 * Puts deliveries back into the queue, in front of what is younger in their lanes.
 *
 * <p>Whoever appends to a lane makes the delivery its head if it sees nothing else there, and what is put into the lane in
 * that moment it does not see. So this goes in steps. First they are written: no heads, and not due for a while. From then
 * on nobody finds the lane empty. When all have ended that were writing before, whatever head they may have made is there
 * to be seen; then the deliveries become due, and the first of the lane its head, behind one that is being worked on
 * already. Somebody else may have made one of them head meanwhile: it was not due. Who dies between two steps leaves
 * deliveries that become due by themselves, and lanes that are mended like all others.
 */
final class Requeue {

    /** Longer than {@link Writers} waits, so that nothing is due before its lane is in order. */
    private static final String DUE = "CASE WHEN %s IS NULL THEN now() ELSE now() + interval '40 s' END";

    private static final String REVIVE = """
            placed AS (
                UPDATE delivery d
                SET dead = false, head = d.lane IS NULL, spent = 0, cause = :cause, burst = NULL, created_at = now(),
                    due_at = %s
                FROM fence, UNNEST(:event) AS k (event)
                WHERE d.event = k.event AND d.destination = :destination AND d.dead
                RETURNING d.event, d.lane),
            tallied AS (
                INSERT INTO delivery_tally AS t (destination, writer, revived)
                SELECT :destination, 0, count(*) FROM placed HAVING count(*) > 0
                ON CONFLICT (destination, writer) DO UPDATE SET revived = t.revived + excluded.revived)
            """.formatted(DUE.formatted("d.lane"));

    /** What is in the queue already, or dead, stays as it is. */
    private static final String ENQUEUE = """
            placed AS (
                INSERT INTO delivery (event, destination, lane, head, attempts, cause, due_at)
                SELECT k.event, :destination, k.lane, k.lane IS NULL, k.attempts, :cause, %s
                FROM fence, UNNEST(:event, :lane, :attempts) AS k (event, lane, attempts)
                JOIN %s
                ON CONFLICT DO NOTHING
                RETURNING event, lane),
            tallied AS (
                INSERT INTO delivery_tally AS t (destination, writer, replayed)
                SELECT :destination, 0, count(*) FROM placed HAVING count(*) > 0
                ON CONFLICT (destination, writer) DO UPDATE SET replayed = t.replayed + excluded.replayed)
            """.formatted(DUE.formatted("k.lane"), EventRows.row("k.event"));

    /** Only while it is ours and stands where we think, so that nothing is enqueued twice. */
    private static final String FENCE = """
            fence AS MATERIALIZED (
                SELECT id FROM replay
                WHERE id = :replay AND lease = :lease AND cursor = :cursor AND state = 'running' FOR UPDATE)""";

    private static final String MOVE = """
            moved AS (
                UPDATE replay r
                SET cursor = :next, enqueued = r.enqueued + n.placed, error = NULL,
                    next_at = greatest(r.next_at, now()) + n.placed * :millis * interval '1 ms',
                    state = CASE WHEN :done THEN 'done' ELSE r.state END,
                    finished_at = CASE WHEN :done THEN now() END,
                    skipped = CASE WHEN :done THEN greatest(r.matching - r.enqueued - n.placed, 0) ELSE 0 END
                FROM fence f, (SELECT count(*) AS placed FROM placed) n
                WHERE r.id = f.id
                RETURNING r.id)
            """;

    private static final String RELEASE = """
            UPDATE delivery d SET due_at = now(), head = false FROM UNNEST(:event) AS k (event)
            WHERE d.event = k.event AND d.destination = :destination AND d.cause = :cause
              AND d.lane IS NOT NULL AND d.lease IS NULL AND NOT d.dead
            """;

    private final Database database;
    private final DeliveryQueue queue;
    private final Writers writers;
    private final Desk desk;

    Requeue(Database database, DeliveryQueue queue, Writers writers, Desk desk) {
        this.database = database;
        this.queue = queue;
        this.writers = writers;
        this.desk = desk;
    }

    /** What is to go back, and why it will be attempted: {@code manual} or {@code replay}. */
    record Batch(String destination, String cause, List<DeliveryEntry> entries) {}

    /** A delivery that went back. */
    record Placed(long event, @Nullable String lane) {

        static Placed of(Readable row) {
            return new Placed(Columns.required(row, "event", Long.class), row.get("lane", String.class));
        }
    }

    /** Puts dead letters back, or enqueues again what is in the queue no more; emits how many went. */
    Mono<Integer> put(Batch batch, boolean dead) {
        return Mono.defer(() -> bind(
                                database.sql("WITH fence AS (SELECT), " + statement(dead)
                                        + " SELECT event, lane FROM placed"),
                                batch,
                                dead)
                        .map(Placed::of)
                        .all()
                        .collectList())
                .flatMap(placed -> finish(batch, placed).thenReturn(placed.size()));
    }

    /**
     * The same for the next batch of a replay, together with the place up to which it went; nothing where the replay is
     * not ours any more, has ended, or does not stand at {@code cursor}.
     */
    Mono<Integer> put(Replay replay, Candidates.Found found, long cursor, long lease) {
        boolean dead = replay.filter().state() == DeliveryState.DEAD;
        Batch batch = new Batch(String.valueOf(replay.filter().destination()), "replay", found.entries());
        String sql = "WITH " + FENCE + ", " + statement(dead) + ", " + MOVE
                + " SELECT p.event, p.lane FROM moved LEFT JOIN placed p ON true";
        return Mono.defer(() -> bind(database.sql(sql), batch, dead)
                        .bind("replay", replay.id())
                        .bind("lease", lease)
                        .bind("cursor", cursor)
                        .bind("next", found.next())
                        .bind("done", found.done())
                        .bind(
                                "millis",
                                (double) replay.rate().per().toMillis()
                                        / replay.rate().permits())
                        .map(row -> Optional.ofNullable(row.get("event", Long.class))
                                .map(event -> Placed.of(row)))
                        .all()
                        .collectList())
                .filter(rows -> !rows.isEmpty())
                .map(rows -> rows.stream().flatMap(Optional::stream).toList())
                .flatMap(placed -> finish(batch, placed).thenReturn(placed.size()));
    }

    /** Whether the destination is configured. */
    boolean knows(String destination) {
        return desk.destination(destination) != null;
    }

    private static String statement(boolean dead) {
        return dead ? REVIVE : ENQUEUE;
    }

    private GenericExecuteSpec bind(GenericExecuteSpec statement, Batch batch, boolean dead) {
        List<DeliveryEntry> entries = batch.entries();
        GenericExecuteSpec bound = statement
                .bind("destination", batch.destination())
                .bind("cause", batch.cause())
                .bind("event", entries.stream().map(DeliveryEntry::event).toArray(Long[]::new));
        if (dead) {
            return bound;
        }
        Destination destination = desk.destination(batch.destination());
        if (destination == null) {
            throw new IllegalStateException("destination " + batch.destination() + " is not configured");
        }
        @Nullable String[] lanes = new @Nullable String[entries.size()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = lane(destination, entries.get(i));
        }
        return bound.bind("lane", lanes)
                .bind("attempts", entries.stream().map(DeliveryEntry::attempts).toArray(Integer[]::new));
    }

    private static @Nullable String lane(Destination destination, DeliveryEntry entry) {
        DeliveryEntry.About about = entry.about();
        return about == null ? null : destination.lane(about.conversation(), about.instance());
    }

    private Mono<Void> finish(Batch batch, List<Placed> placed) {
        List<Lane> lanes = placed.stream()
                .filter(one -> one.lane() != null)
                .map(one -> new Lane(batch.destination(), String.valueOf(one.lane())))
                .distinct()
                .toList();
        Mono<Void> ordered = lanes.isEmpty()
                ? Mono.empty()
                : writers.gone()
                        .then(Mono.defer(() -> release(batch, placed)))
                        .thenMany(queue.promote(lanes, DeliveryQueue.Chain.NONE))
                        .then();
        return ordered.then(Mono.fromRunnable(() -> {
            if (!placed.isEmpty()) {
                desk.wake(batch.destination());
            }
        }));
    }

    private Mono<Long> release(Batch batch, List<Placed> placed) {
        return database.sql(RELEASE)
                .bind("destination", batch.destination())
                .bind("cause", batch.cause())
                .bind("event", placed.stream().map(Placed::event).toArray(Long[]::new))
                .fetch()
                .rowsUpdated();
    }
}
