package dev.carteiro.eventlog;

import dev.carteiro.event.Recorded;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the log from a position on, by pages and without their bodies, so that nothing is missed and nothing comes twice. */
public final class LogReader {

    private static final String BOUNDS = """
            SELECT event_horizon() AS horizon, b.position AS beginning, s.last_value AS drawn
            FROM event_begin b, event_position s
            """;

    private static final String ROWS =
            "SELECT " + EventRows.COLUMNS.replace("b.body", "NULL::bytea AS body") + " FROM event e";

    private static final String BETWEEN = ROWS + " WHERE e.id > :after AND e.id <= :upTo ORDER BY e.id LIMIT :most";

    private static final String LATEST = ROWS + " WHERE e.id <= :upTo ORDER BY e.id DESC LIMIT :most";

    private static final int BITE = 5_000;

    /** Only so many rows are looked at, however few of them are wanted: a statement must not read a week. */
    private static final String SOME = """
            SELECT max(id) AS last, count(*) = %d AS more
            FROM (SELECT id FROM event WHERE id > :after AND id <= :upTo ORDER BY id LIMIT %d) AS looked
            """.formatted(BITE, BITE);

    /** A conversation has an index of its own. */
    private static final String ALL = "SELECT :upTo::bigint AS last, false AS more";

    private final Database database;

    LogReader(Database database) {
        this.database = database;
    }

    /**
     * How far the log reaches.
     *
     * @param horizon up to here it is complete for whoever reads it after this answer
     * @param beginning what was below this position has left it
     * @param drawn nothing was ever above this position
     */
    public record Bounds(long horizon, long beginning, long drawn) {}

    /**
     * Some events, in ascending order.
     *
     * @param upTo all that are wanted up to this position are among them
     * @param beginning what was below this position had left the log by then; 0 where that was not asked for
     */
    public record Page(List<Recorded> events, long upTo, long beginning) {

        public Page {
            events = List.copyOf(events);
        }
    }

    public Mono<Bounds> bounds() {
        return Mono.defer(() -> database.sql(BOUNDS)
                .map(row -> new Bounds(
                        Columns.required(row, "horizon", Long.class),
                        Columns.required(row, "beginning", Long.class),
                        Columns.required(row, "drawn", Long.class)))
                .one());
    }

    /** The first {@code most} events above {@code after}, up to a horizon that was asked for before. */
    public Mono<Page> between(long after, long upTo, int most) {
        return Mono.defer(() -> database.sql(BETWEEN)
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("most", most)
                .map(EventRows::recorded)
                .all()
                .collectList()
                .map(events -> new Page(events, events.size() < most ? upTo : position(events), 0)));
    }

    /** The last {@code most} events up to a horizon, in ascending order. */
    public Mono<List<Recorded>> latest(long upTo, int most) {
        return Mono.defer(() -> database.sql(LATEST)
                .bind("upTo", upTo)
                .bind("most", most)
                .map(EventRows::recorded)
                .all()
                .collectList()
                .map(List::reversed));
    }

    /** As {@link #between}, of those that {@code filter} admits; a page may be empty and yet not the last one. */
    public Mono<Page> matching(EventFilter filter, long after, long upTo, int most) {
        return Flux.defer(() -> {
                    String bite = filter.conversation() == null ? SOME : ALL;
                    var statement = database.sql(matching(bite, conditions(filter)))
                            .bind("after", after)
                            .bind("upTo", upTo)
                            .bind("most", most);
                    if (filter.instances() != null) {
                        statement =
                                statement.bind("instances", filter.instances().toArray(String[]::new));
                    }
                    if (filter.types() != null) {
                        statement = statement.bind("types", patterns(filter.types()));
                    }
                    if (filter.conversation() != null) {
                        statement = statement.bind("conversation", filter.conversation());
                    }
                    return statement.map(Row::of).all();
                })
                .collectList()
                .map(rows -> page(rows, upTo, most));
    }

    private static String matching(String bite, String conditions) {
        return """
                WITH bite AS MATERIALIZED (%s)
                SELECT bite.last, bite.more, b.position AS beginning, wanted.*
                FROM bite CROSS JOIN event_begin b LEFT JOIN LATERAL (
                    %s WHERE e.id > :after AND e.id <= bite.last %s ORDER BY e.id LIMIT :most) AS wanted ON true
                """.formatted(bite, ROWS, conditions);
    }

    private static String conditions(EventFilter filter) {
        return (filter.instances() == null ? "" : " AND e.instance = ANY (:instances)")
                + (filter.types() == null ? "" : " AND e.type LIKE ANY (:types)")
                + (filter.conversation() == null ? "" : " AND e.conversation = :conversation");
    }

    private static String[] patterns(List<String> types) {
        return types.stream()
                .map(type -> Optional.ofNullable(EventQuery.typePattern(type)).orElse(""))
                .toArray(String[]::new);
    }

    private static Page page(List<Row> rows, long upTo, int most) {
        List<Recorded> events = new ArrayList<>();
        rows.forEach(row -> row.event().ifPresent(events::add));
        Row first = rows.getFirst();
        if (events.size() == most) {
            return new Page(events, position(events), first.beginning());
        }
        return new Page(events, first.last() != null && first.more() ? first.last() : upTo, first.beginning());
    }

    private static long position(List<Recorded> events) {
        return events.getLast().envelope().position();
    }

    /** An event, or none; and how far the statement has looked. */
    private record Row(@Nullable Long last, boolean more, long beginning, Optional<Recorded> event) {

        private static final int EVENT = 3;

        static Row of(Readable row) {
            return new Row(
                    row.get(0, Long.class),
                    Columns.required(row, 1, Boolean.class),
                    Columns.required(row, 2, Long.class),
                    row.get(EVENT, Long.class) == null
                            ? Optional.empty()
                            : Optional.of(EventRows.recordedAt(row, EVENT)));
        }
    }
}
