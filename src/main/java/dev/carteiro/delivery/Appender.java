package dev.carteiro.delivery;

import dev.carteiro.store.Cause;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Series;
import dev.carteiro.store.Sql;
import dev.carteiro.store.Text;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Appends events and enqueues their deliveries, many requests in one statement and one commit. */
final class Appender {

    private static final Logger log = LoggerFactory.getLogger(Appender.class);

    /**
     * {@code waits} is null for a lane that has nothing, false where its head is being worked on (or is not the first).
     *
     * <p>Before it draws positions it says so, for those who read the log by position (see {@code event_horizon} in the
     * schema). Keys are locked in their order, so that two groups with the same keys cannot block each other for ever.
     */
    static final Sql APPEND = Sql.of("""
            WITH tx AS MATERIALIZED (SELECT pg_current_xact_id() AS xid, draws_positions()),
            incoming AS MATERIALIZED (
                SELECT tx.xid, nextval('event_position') AS position, i.*
                FROM tx, UNNEST(:source, :key, :type, :instance, :scope, :conversation, :message, :at, :received,
                                :trace, :request, :dataFrom, :dataLength, :bodyFrom, :bodyLength) WITH ORDINALITY
                     AS i (source, key, type, instance, scope, conversation, message, at, received,
                           trace, request, data_from, data_length, body_from, body_length, row)),
            fresh AS (
                INSERT INTO seen (source, key, event)
                SELECT source, key, position FROM incoming ORDER BY source, key, position
                ON CONFLICT DO NOTHING RETURNING event),
            kept AS MATERIALIZED (
                SELECT i.*, min(i.position) OVER (PARTITION BY i.request) AS body_at
                FROM incoming i JOIN fresh f ON f.event = i.position),
            logged AS (
                INSERT INTO event (id, xid, source, type, instance, scope, conversation, message, key, at, received_at,
                                   trace, data, body, body_at)
                SELECT position, xid, source, type, instance, scope, conversation, message, key,
                       to_timestamp(at / 1000.0), to_timestamp(received / 1000.0),
                       decode(trace, 'hex'),
                       substring(:data FROM data_from FOR data_length),
                       CASE WHEN position = body_at THEN substring(:bodies FROM body_from FOR body_length) END,
                       body_at
                FROM kept),
            wanted AS (
                SELECT k.position, w.destination, w.lane, w.direct, w.delay, w.once,
                       row_number() OVER (PARTITION BY w.destination, k.request ORDER BY k.position) AS turn
                FROM UNNEST(:wantedRow, :destination, :lane, :direct, :delay, :once)
                     AS w (row, destination, lane, direct, delay, once)
                JOIN kept k ON k.row = w.row),
            lined AS (
                SELECT position, destination, lane, direct, delay,
                       row_number() OVER (PARTITION BY destination, lane ORDER BY position) AS turn
                FROM wanted WHERE NOT once OR turn = 1),
            first AS (
                SELECT l.*, CASE WHEN turn = 1 AND lane IS NOT NULL THEN (
                    SELECT d.event FROM delivery d WHERE d.destination = l.destination AND d.lane = l.lane AND NOT d.dead
                    ORDER BY d.event LIMIT 1) END AS ahead
                FROM lined l),
            placed AS MATERIALIZED (
                SELECT position, destination, lane, direct, delay,
                       lane IS NULL OR (turn = 1 AND ahead IS NULL) AS head,
                       first_value((SELECT d.head AND d.lease IS NULL FROM delivery d
                                    WHERE d.event = f.ahead AND d.destination = f.destination))
                           OVER (PARTITION BY destination, lane ORDER BY position) AS waits
                FROM first f),
            queued AS (
                INSERT INTO delivery (event, destination, lane, head, lease, due_at)
                SELECT position, destination, lane, head, CASE WHEN head AND direct THEN :lease END,
                       now() + delay * interval '1 ms'
                FROM placed),
            tallied AS (
                INSERT INTO delivery_tally AS t (destination, writer, accepted)
                SELECT destination, :writer, count(*) FROM placed GROUP BY destination
                ON CONFLICT (destination, writer) DO UPDATE SET accepted = t.accepted + excluded.accepted)
            SELECT k.row, k.position, p.destination, p.lane, p.head, p.head AND p.direct AS leased, p.waits
            FROM kept k LEFT JOIN placed p ON p.position = k.position
            """);

    private static final Sql FIRST = Sql.of("""
            SELECT k.row, s.event FROM UNNEST(:source, :key) WITH ORDINALITY AS k (source, key, row)
            JOIN seen s ON s.source = k.source AND s.key = k.key
            """);

    private final Database database;
    private final Desk desk;

    Appender(Database database, Desk desk) {
        this.database = database;
        this.desk = desk;
    }

    /** One answer for each submission, in their order; if the group fails by its data, each is tried alone. */
    Mono<List<Result>> append(List<Submission> submissions) {
        return commit(submissions).onErrorResume(failure -> {
            if (!causedByData(failure)) {
                return Mono.error(failure);
            }
            if (submissions.size() == 1) {
                return Mono.just(List.of(unstorable(submissions.get(0), failure)));
            }
            log.warn(
                    "event=group-failed size={} action=one-by-one cause=\"{}\"", submissions.size(), Cause.of(failure));
            return Flux.fromIterable(submissions).concatMap(this::alone).collectList();
        });
    }

    private Mono<Result> alone(Submission submission) {
        return commit(List.of(submission))
                .map(results -> results.get(0))
                .onErrorResume(Appender::causedByData, failure -> Mono.just(unstorable(submission, failure)));
    }

    private static Result unstorable(Submission submission, Throwable failure) {
        log.error(
                "event=request-not-storable facts={} cause=\"{}\"",
                submission.facts().size(),
                Cause.of(failure));
        return new Result.Unstorable(failure);
    }

    /** SQLSTATE 22 is a value that does not fit, 23 a broken constraint, 54 a limit of the program. */
    private static boolean causedByData(Throwable failure) {
        Throwable cause =
                failure instanceof DataAccessException && failure.getCause() != null ? failure.getCause() : failure;
        String state = cause instanceof R2dbcException sql ? sql.getSqlState() : null;
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    private Mono<List<Result>> commit(List<Submission> submissions) {
        AppendRows rows = AppendRows.of(submissions);
        Wanted wanted = Wanted.of(rows, desk);
        return desk.appending()
                .then(Mono.defer(() -> rows.bind(wanted.bind(database.sql(APPEND)))
                        .bind("writer", desk.writer())
                        .rows(Kept::of)
                        .collectList()))
                .doOnError(failure -> {
                    wanted.giveBack(List.of());
                    desk.lostTrackOfDirectLeases(); // the commit may have happened all the same
                    desk.appended();
                })
                .flatMap(kept -> {
                    wanted.giveBack(kept);
                    try {
                        hand(rows, wanted, kept);
                    } finally {
                        desk.appended();
                    }
                    Map<Integer, Long> positions = new HashMap<>();
                    kept.forEach(row -> positions.put(row.row(), row.position()));
                    return firsts(rows, positions).map(firsts -> results(rows, positions, firsts));
                });
    }

    /** Where the first copies of the duplicates are; asked only when there are any. */
    private Mono<Map<Integer, Long>> firsts(AppendRows rows, Map<Integer, Long> positions) {
        if (positions.size() == rows.rows.size()) {
            return Mono.just(Map.of());
        }
        return database.sql(FIRST)
                .bind(
                        "source",
                        Series.texts(rows.rows, row -> Text.indexable(row.fact().source())))
                .bind(
                        "key",
                        Series.texts(rows.rows, row -> Text.indexable(row.fact().idempotencyKey())))
                .rows(row -> Map.entry(
                        Columns.required(row, 0, Long.class).intValue(), Columns.required(row, 1, Long.class)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private void hand(AppendRows rows, Wanted wanted, List<Kept> kept) {
        for (Kept row : kept) {
            if (row.destination() != null) {
                desk.enqueued(new Desk.Enqueued(
                        row.destination(),
                        row.lane(),
                        row.head(),
                        row.behindAWaiter(),
                        desk.delay(
                                row.destination(), rows.rows.get(row.row() - 1).fact()),
                        row.leased() ? rows.delivery(row, wanted.lease()) : null));
            }
        }
    }

    private static List<Result> results(AppendRows rows, Map<Integer, Long> positions, Map<Integer, Long> firsts) {
        List<Result> results = new ArrayList<>();
        List<Appended> request = new ArrayList<>();
        for (int i = 0; i < rows.rows.size(); i++) {
            Long position = positions.get(i + 1);
            request.add(
                    position != null
                            ? new Appended(position, false)
                            : new Appended(firsts.getOrDefault(i + 1, 0L), true));
            if (i + 1 == rows.rows.size()
                    || rows.rows.get(i + 1).request() != rows.rows.get(i).request()) {
                results.add(new Result.Written(List.copyOf(request)));
                request.clear();
            }
        }
        return results;
    }

    /** What became of one submission. */
    sealed interface Result {

        record Written(List<Appended> events) implements Result {}

        /** PostgreSQL refuses its data, whoever else is in the group. */
        record Unstorable(Throwable cause) implements Result {}
    }

    /** An event that was new, once for each delivery of it. */
    record Kept(
            int row,
            long position,
            @Nullable String destination,
            @Nullable String lane,
            boolean head,
            boolean leased,
            boolean behindAWaiter) {

        static Kept of(Readable row) {
            return new Kept(
                    Columns.required(row, 0, Long.class).intValue(),
                    Columns.required(row, 1, Long.class),
                    row.get(2, String.class),
                    row.get(3, String.class),
                    Boolean.TRUE.equals(row.get(4, Boolean.class)),
                    Boolean.TRUE.equals(row.get(5, Boolean.class)),
                    !Boolean.FALSE.equals(row.get(6, Boolean.class)));
        }
    }
}
