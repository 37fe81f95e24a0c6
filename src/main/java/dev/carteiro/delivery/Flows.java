package dev.carteiro.delivery;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/** Tells from the samples what went through, and from the tallies what has since the last one. */
public final class Flows {

    /**
     * What a sample has more than the one before it belongs to the minute that ends with the sample, however long nobody had
     * sampled: nobody knows better. A tally that is new began at nothing, and one that has become smaller was made anew.
     */
    private static final String READ = """
            WITH mark AS MATERIALIZED (
                SELECT minute, accepted, lag(minute) OVER (ORDER BY minute) AS previous
                FROM (SELECT minute, accepted FROM flow
                      WHERE destination = '' AND minute < :now
                        AND minute >= coalesce((SELECT max(minute) FROM flow WHERE destination = '' AND minute <= :from), :from)
                      UNION ALL SELECT CAST(:now AS timestamptz), NULL) AS marks),
            total AS MATERIALIZED (
                SELECT minute, destination, accepted, delivered, retried, died FROM flow
                WHERE destination <> '' AND minute < :now AND minute >= (SELECT min(minute) FROM mark)
                UNION ALL
                SELECT CAST(:now AS timestamptz), destination, sum(accepted)::bigint, sum(delivered)::bigint,
                       sum(deferred)::bigint, sum(died)::bigint
                FROM delivery_tally GROUP BY destination),
            moved AS (
                SELECT m.minute, t.destination, t.accepted - coalesce(p.accepted, 0) AS accepted,
                       t.delivered - coalesce(p.delivered, 0) AS delivered, t.retried - coalesce(p.retried, 0) AS retried,
                       t.died - coalesce(p.died, 0) AS died
                FROM mark m JOIN total t ON t.minute = m.minute
                LEFT JOIN total p ON p.minute = m.previous AND p.destination = t.destination
                UNION ALL
                SELECT m.minute, '', coalesce(m.accepted, (
                           SELECT count(*) FROM event e
                           WHERE e.id >= position_at(m.previous)
                             AND (m.minute = :now OR e.id < position_at(m.minute)))), 0, 0, 0
                FROM mark m)
            SELECT floor(extract(epoch FROM moved.minute - interval '1 us' - :from) / :step)::int AS step, destination,
                   sum(greatest(moved.accepted, 0))::bigint AS accepted, sum(greatest(delivered, 0))::bigint AS delivered,
                   sum(greatest(retried, 0))::bigint AS retried, sum(greatest(died, 0))::bigint AS died
            FROM moved JOIN mark ON mark.minute = moved.minute
            WHERE mark.previous IS NOT NULL AND moved.minute > :from
            GROUP BY 1, 2
            """;

    private final Database database;
    private final Clock clock;

    Flows(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** From the step in which {@code since} lies until now. */
    public Mono<Flow> since(Instant since) {
        return Mono.defer(() -> read(FlowWindow.of(since, clock.instant())));
    }

    private Mono<Flow> read(FlowWindow window) {
        return database.sql(READ)
                .bind("from", window.from())
                .bind("now", window.now())
                .bind("step", window.step().toSeconds())
                .map(Moved::of)
                .all()
                .collectList()
                .map(all -> flow(window, all));
    }

    private static Flow flow(FlowWindow window, List<Moved> all) {
        Map<String, long[][]> columns = new TreeMap<>();
        for (Moved moved : all) {
            long[][] column = columns.computeIfAbsent(moved.destination(), name -> new long[4][window.length()]);
            for (int which = 0; which < column.length; which++) {
                column[which][moved.step()] += moved.counts().get(which);
            }
        }
        long[][] log = columns.remove("");
        Map<String, Flow.Counts> destinations = new TreeMap<>();
        columns.forEach((name, column) -> destinations.put(
                name, new Flow.Counts(list(column[0]), list(column[1]), list(column[2]), list(column[3]))));
        return Flow.of(window, list(log == null ? new long[window.length()] : log[0]), destinations);
    }

    private static List<Long> list(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }

    /** What moved at a destination in one step; the destination without a name is the log. */
    private record Moved(int step, String destination, List<Long> counts) {

        static Moved of(Readable row) {
            return new Moved(
                    Columns.required(row, "step", Integer.class),
                    Columns.required(row, "destination", String.class),
                    List.of(
                            Columns.required(row, "accepted", Long.class),
                            Columns.required(row, "delivered", Long.class),
                            Columns.required(row, "retried", Long.class),
                            Columns.required(row, "died", Long.class)));
        }
    }
}
