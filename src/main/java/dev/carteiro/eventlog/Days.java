package dev.carteiro.eventlog;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tables that hold a day of events or of attempts each. Every call is a transaction of its own. */
final class Days {

    private static final Logger log = LoggerFactory.getLogger(Days.class);

    private static final String CREATE = "SELECT create_day(:table, :day) AS created";
    private static final String BEFORE = "SELECT day FROM days_before(:table, :firstKept) AS day";
    private static final String RETIRE_ATTEMPTS = "SELECT dropped, kept, wanted, bytes FROM retire_attempts(:day)";

    /** A day that is dropped moves the beginning of the log, in the same transaction. */
    private static final String RETIRE_EVENTS = """
            WITH retired AS MATERIALIZED (SELECT * FROM retire_events(:day)),
                 moved AS (UPDATE event_begin SET position = greatest(position, position_at(day_starts(:day + 1)))
                           WHERE (SELECT dropped FROM retired))
            SELECT dropped, kept, wanted, bytes FROM retired
            """;

    private final Database database;

    Days(Database database) {
        this.database = database;
    }

    /** A day of one of the two partitioned tables. */
    record Day(String table, LocalDate date) {

        @Override
        public String toString() {
            return table + " " + date;
        }
    }

    /** Makes the table of a day where there is none; rows of that day that had to lie elsewhere move there. */
    Mono<Void> create(Day day) {
        return database.sql(CREATE)
                .bind("table", day.table())
                .bind("day", day.date())
                .map(row -> Columns.required(row, "created", Boolean.class))
                .one()
                .filter(created -> !created)
                .doOnNext(crowded -> log.warn(
                        "event=day-without-table table={} day={} reason=\"too many of its rows are in {}_default already\"",
                        day.table(),
                        day.date(),
                        day.table()))
                .then();
    }

    /** The days before {@code firstKept} that still have a table, oldest first. */
    Flux<Day> before(String table, LocalDate firstKept) {
        return database.sql(BEFORE)
                .bind("table", table)
                .bind("firstKept", firstKept)
                .map(row -> new Day(table, Columns.required(row, "day", LocalDate.class)))
                .all();
    }

    /**
     * Drops a day but for what a delivery still refers to; where that is too much to be moved, the day stays. Fails where
     * the table cannot be had at once.
     */
    Mono<Void> retire(Day day) {
        return database.sql(day.table().equals("event") ? RETIRE_EVENTS : RETIRE_ATTEMPTS)
                .bind("day", day.date())
                .map(Retired::of)
                .one()
                .doOnNext(retired -> retired.report(day))
                .then();
    }

    /** What became of a day; {@code wanted} and {@code bytes} are what was found to be still needed of it. */
    private record Retired(boolean dropped, int kept, int wanted, long bytes) {

        static Retired of(Readable row) {
            return new Retired(
                    Columns.required(row, "dropped", Boolean.class),
                    Columns.required(row, "kept", Integer.class),
                    Columns.required(row, "wanted", Integer.class),
                    Columns.required(row, "bytes", Long.class));
        }

        void report(Day day) {
            if (dropped) {
                log.info("event=day-dropped table={} day={} kept={}", day.table(), day.date(), kept);
            } else if (wanted > 0) {
                log.warn(
                        "event=day-outlives-retention table={} day={} wanted={} bytes={} reason=\"too much of it is still to"
                                + " be delivered, or dead\"",
                        day.table(),
                        day.date(),
                        wanted,
                        bytes);
            }
        }
    }
}
