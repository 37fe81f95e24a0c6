package dev.carteiro.delivery;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Sql;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads how much waits where, without a look at what waits: it costs the same whether that is nothing or a million. */
final class Backlogs {

    /**
     * A few rows of sums for each destination, and the two ends of two indexes. What is being attempted is in neither, nor
     * is what waits behind another of its conversation.
     */
    private static final Sql READ = Sql.of("""
            WITH tally AS (
                SELECT destination, sum(accepted)::bigint AS accepted, sum(replayed)::bigint AS replayed,
                       sum(revived)::bigint AS revived, sum(delivered)::bigint AS delivered, sum(died)::bigint AS died,
                       sum(cancelled)::bigint AS cancelled, sum(discarded)::bigint AS discarded,
                       sum(retrying)::bigint AS retrying
                FROM delivery_tally GROUP BY destination)
            SELECT t.*, (extract(epoch FROM now() - late.due_at) * 1000)::bigint AS oldest_due, soon.due_at AS next_due_at
            FROM tally t
            CROSS JOIN LATERAL (SELECT least(
                (SELECT due_at FROM delivery WHERE destination = t.destination AND head AND lease IS NULL AND NOT dead
                 AND cause = 'first' AND due_at <= now() ORDER BY due_at LIMIT 1),
                (SELECT due_at FROM delivery WHERE destination = t.destination AND head AND lease IS NULL AND NOT dead
                 AND cause <> 'first' AND due_at <= now() ORDER BY due_at LIMIT 1)) AS due_at) late
            CROSS JOIN LATERAL (SELECT least(
                (SELECT due_at FROM delivery WHERE destination = t.destination AND head AND lease IS NULL AND NOT dead
                 AND cause = 'first' AND due_at > now() ORDER BY due_at LIMIT 1),
                (SELECT due_at FROM delivery WHERE destination = t.destination AND head AND lease IS NULL AND NOT dead
                 AND cause <> 'first' AND due_at > now() ORDER BY due_at LIMIT 1)) AS due_at) soon
            """);

    private final Database database;

    Backlogs(Database database) {
        this.database = database;
    }

    /** By destination, all as of one moment; those that never had a delivery are missing. */
    Mono<Map<String, Backlog>> read() {
        return Mono.defer(
                () -> database.sql(READ).rows(Backlogs::entry).collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map.Entry<String, Backlog> entry(Readable row) {
        Tally tally = new Tally(
                count(row, "accepted"),
                count(row, "replayed"),
                count(row, "revived"),
                count(row, "delivered"),
                count(row, "died"),
                count(row, "cancelled"),
                count(row, "discarded"),
                count(row, "retrying"));
        @Nullable Long oldestDue = row.get("oldest_due", Long.class);
        return Map.entry(
                Columns.required(row, "destination", String.class),
                new Backlog(
                        tally,
                        oldestDue == null ? null : Duration.ofMillis(oldestDue),
                        row.get("next_due_at", Instant.class)));
    }

    private static long count(Readable row, String column) {
        return Columns.required(row, column, Long.class);
    }
}
