package dev.carteiro.delivery;

import dev.carteiro.delivery.Candidates.Span;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** The table {@code replay}, as the one who works on it needs it. */
final class ReplayTable {

    private static final String TAKE = """
            WITH taken AS (
                UPDATE replay SET lease = :lease
                WHERE state = 'running' AND (lease IS NULL OR lease NOT IN (SELECT lease FROM replica))
                RETURNING id)
            SELECT r.*, greatest(0, extract(epoch FROM r.next_at - now()) * 1000)::bigint AS wait
            FROM replay r
            WHERE r.state = 'running' AND (r.lease = :lease OR r.id IN (SELECT id FROM taken))
            ORDER BY r.next_at, r.id LIMIT 1
            """;

    private static final String POSTPONE = """
            UPDATE replay SET error = :error, next_at = now() + interval '5 s' WHERE id = :id AND state = 'running'
            """;

    private static final String FAIL = """
            UPDATE replay SET error = :error, state = 'failed', finished_at = now() WHERE id = :id AND state = 'running'
            """;

    private final Database database;

    ReplayTable(Database database) {
        this.database = database;
    }

    /**
     * A replay that is to go on.
     *
     * @param span what is left of it
     * @param in when
     */
    record Due(Replay replay, Span span, Duration in) {

        static Due of(Readable row) {
            Replay replay = ReplayRows.replay(row);
            return new Due(
                    replay,
                    new Span(
                            Columns.required(row, "cursor", Long.class),
                            Columns.required(row, "last", Long.class),
                            replay.progress().createdAt()),
                    Duration.ofMillis(Columns.required(row, "wait", Long.class)));
        }
    }

    /** The next of ours, and of those that nobody has; nothing where none is running. */
    Mono<Due> take(long lease) {
        return database.sql(TAKE).bind("lease", lease).map(Due::of).one();
    }

    /** It goes on in a moment. */
    Mono<Void> postpone(long id, String error) {
        return database.sql(POSTPONE).bind("id", id).bind("error", error).then();
    }

    /** It cannot go on. */
    Mono<Void> fail(long id, String error) {
        return database.sql(FAIL).bind("id", id).bind("error", error).then();
    }
}
