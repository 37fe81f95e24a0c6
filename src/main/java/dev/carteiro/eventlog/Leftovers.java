package dev.carteiro.eventlog;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Removes what does not leave with its day, a bite at a time so that no transaction is long. */
final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final int ROWS_AT_A_TIME = 1_000;
    private static final int KEYS_AT_A_TIME = 20_000;

    private static final String SWEEP_EVENTS = "SELECT last, removed FROM sweep_events(:after, :firstKept, :most)";
    private static final String SWEEP_ATTEMPTS = SWEEP_EVENTS.replace("sweep_events", "sweep_attempts");
    private static final String FORGET = """
            DELETE FROM seen WHERE ctid IN (SELECT ctid FROM seen WHERE event < position_at(:before) LIMIT :limit)
            """;

    private final Database database;

    Leftovers(Database database) {
        this.database = database;
    }

    /** Removes events that outlived their day and that no delivery refers to any more. */
    Mono<Void> sweepEvents(LocalDate firstKept) {
        return sweep("event_default", SWEEP_EVENTS, firstKept);
    }

    /** The same for attempts. */
    Mono<Void> sweepAttempts(LocalDate firstKept) {
        return sweep("attempt_default", SWEEP_ATTEMPTS, firstKept);
    }

    private Mono<Void> sweep(String table, String bite, LocalDate firstKept) {
        return bite(bite, 0, firstKept)
                .expand(done -> done.last() == null ? Mono.empty() : bite(bite, done.last(), firstKept))
                .reduce(0L, (sum, done) -> sum + done.removed())
                .filter(removed -> removed > 0)
                .doOnNext(removed -> log.info("event=leftovers-removed table={} count={}", table, removed))
                .then();
    }

    private Mono<Bite> bite(String statement, long after, LocalDate firstKept) {
        return Mono.defer(() -> database.sql(statement)
                .bind("after", after)
                .bind("firstKept", firstKept)
                .bind("most", ROWS_AT_A_TIME)
                .map(Bite::of)
                .one());
    }

    /** Forgets the idempotency keys of events from before the moment; goes on while there is a whole bite left. */
    Mono<Void> forget(Instant before) {
        return Mono.defer(() -> database.sql(FORGET)
                        .bind("before", before)
                        .bind("limit", KEYS_AT_A_TIME)
                        .fetch()
                        .rowsUpdated())
                .repeat()
                .takeUntil(deleted -> deleted < KEYS_AT_A_TIME)
                .then();
    }

    /** How far a sweep came, null at the end, and how many rows it removed there. */
    private record Bite(@Nullable Long last, int removed) {

        static Bite of(Readable row) {
            return new Bite(row.get("last", Long.class), Columns.required(row, "removed", Integer.class));
        }
    }
}
