package dev.carteiro.delivery;

import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** What a replay would put back into the queue: found in the order of the log, a bounded piece of it with each statement. */
final class Candidates {

    private static final int LOOK = 2_000;
    private static final int LOOK_TO_COUNT = 20_000;

    private static final String DEAD = """
            SELECT d.event FROM delivery d
            WHERE d.destination = :destination AND d.dead AND d.event > :after AND d.event <= :last
            ORDER BY d.event LIMIT :look
            """;

    private static final String DELIVERED = """
            SELECT DISTINCT a.event FROM attempt a
            WHERE a.destination = :destination AND a.outcome = 'delivered' AND a.at < :before
              AND a.event > :after AND a.event <= :last
            ORDER BY a.event LIMIT :look
            """;

    private static final String OF_CONVERSATION = """
            SELECT e.id AS event FROM event e
            WHERE e.conversation = :conversation AND e.id > :after AND e.id <= :last ORDER BY e.id LIMIT :look
            """;

    private static final String IS_DELIVERED = """
            EXISTS (SELECT FROM attempt a WHERE a.destination = :destination AND a.event = l.event
                    AND a.outcome = 'delivered' AND a.at < :before)""";

    private static final String IS_NOT_OPEN =
            "NOT EXISTS (SELECT FROM delivery d WHERE d.event = l.event AND d.destination = :destination)";

    private static final String OPEN =
            "JOIN delivery d ON d.event = l.event AND d.destination = :destination AND d.dead";

    private static final String LAST_ATTEMPT = """
            CROSS JOIN LATERAL (
                SELECT a.event, a.destination, a.number, a.outcome, a.status, a.error FROM attempt a
                WHERE a.event = l.event AND a.destination = :destination
                ORDER BY a.number DESC, a.outcome = 'cancelled' DESC LIMIT 1) a""";

    private final Database database;

    Candidates(Database database) {
        this.database = database;
    }

    /**
     * Where to look.
     *
     * @param after the position behind which to begin
     * @param last the last position that counts
     * @param before only what had arrived before this moment
     */
    record Span(long after, long last, Instant before) {

        Span from(long position) {
            return new Span(position, last, before);
        }
    }

    /**
     * What was found.
     *
     * @param next the position up to which was looked
     * @param done whether that was all
     */
    record Found(List<DeliveryEntry> entries, long next, boolean done) {}

    private record Row(long looked, long last, @Nullable DeliveryEntry entry) {}

    /** The next ones, {@code most} at most; there may be more where none are found, until it is done. */
    Mono<Found> next(DeliveryFilter filter, Span span, int most) {
        boolean dead = dead(filter);
        String columns = dead ? EntryRows.OPEN : "a.*, " + EntryRows.ABOUT;
        Conditions conditions = conditions(filter);
        String sql = "WITH looked AS MATERIALIZED (" + looked(filter) + "), matched AS (SELECT " + columns
                + " FROM looked l JOIN " + EventRows.row("l.event") + " " + (dead ? OPEN : LAST_ATTEMPT) + " WHERE "
                + conditions
                + " ORDER BY l.event LIMIT :most)"
                + " SELECT s.looked, s.last, m.* FROM (SELECT count(*) AS looked, coalesce(max(event), 0) AS last FROM looked) s"
                + " LEFT JOIN matched m ON true ORDER BY m.event";
        return bind(conditions.bind(database.sql(sql)), filter, span, LOOK)
                .bind("most", most)
                .map(row -> row(row, dead))
                .all()
                .collectList()
                .map(rows -> found(rows, span, most));
    }

    private static Row row(Readable row, boolean dead) {
        DeliveryEntry entry =
                row.get("event", Long.class) == null ? null : dead ? EntryRows.open(row) : EntryRows.ended(row);
        return new Row(Columns.required(row, "looked", Long.class), Columns.required(row, "last", Long.class), entry);
    }

    private static Found found(List<Row> rows, Span span, int most) {
        List<DeliveryEntry> entries =
                rows.stream().map(Row::entry).filter(Objects::nonNull).toList();
        if (entries.size() == most) {
            return new Found(entries, entries.getLast().event(), false);
        }
        Row any = rows.getFirst(); // there is always one
        boolean done = any.looked() < LOOK;
        return new Found(entries, done ? span.last() : any.last(), done);
    }

    /** How many there are in all. */
    Mono<Long> count(DeliveryFilter filter, Span span) {
        return countPiece(filter, span)
                .expand(piece -> piece.done() ? Mono.empty() : countPiece(filter, span.from(piece.next())))
                .reduce(0L, (sum, piece) -> sum + piece.count());
    }

    private record Piece(long count, long next, boolean done) {}

    private Mono<Piece> countPiece(DeliveryFilter filter, Span span) {
        return Mono.defer(() -> {
            Conditions conditions = conditions(filter);
            String sql = "WITH looked AS MATERIALIZED (" + looked(filter) + ")"
                    + " SELECT (SELECT count(*) FROM looked) AS looked, (SELECT coalesce(max(event), 0) FROM looked) AS last,"
                    + " count(*) AS matching FROM looked l JOIN " + EventRows.row("l.event") + " "
                    + (dead(filter) ? OPEN : "")
                    + " WHERE " + conditions;
            return bind(conditions.bind(database.sql(sql)), filter, span, LOOK_TO_COUNT)
                    .map(row -> new Piece(
                            Columns.required(row, "matching", Long.class),
                            Columns.required(row, "last", Long.class),
                            Columns.required(row, "looked", Long.class) < LOOK_TO_COUNT))
                    .one();
        });
    }

    private static boolean dead(DeliveryFilter filter) {
        return filter.state() == DeliveryState.DEAD;
    }

    private static boolean byConversation(DeliveryFilter filter) {
        return !dead(filter) && filter.conversation() != null;
    }

    private static String looked(DeliveryFilter filter) {
        return dead(filter) ? DEAD : byConversation(filter) ? OF_CONVERSATION : DELIVERED;
    }

    private static Conditions conditions(DeliveryFilter filter) {
        Conditions conditions = new Conditions();
        conditions.event(filter);
        if (dead(filter)) {
            conditions.reason(filter.reason());
            return conditions;
        }
        conditions.and(IS_NOT_OPEN);
        if (byConversation(filter)) {
            conditions.and(IS_DELIVERED);
        }
        return conditions;
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, DeliveryFilter filter, Span span, int look) {
        GenericExecuteSpec bound = statement
                .bind("destination", String.valueOf(filter.destination()))
                .bind("after", span.after())
                .bind("last", span.last())
                .bind("look", look);
        return dead(filter) ? bound : bound.bind("before", span.before());
    }
}
