package dev.carteiro.bridge;

import dev.carteiro.bridge.Imports.Progress;
import dev.carteiro.bridge.Imports.State;
import dev.carteiro.bridge.Imports.Stretch;
import dev.carteiro.cluster.Lease;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The imports of all bridges. */
final class ImportTable {

    private static final String START = """
            INSERT INTO bridge_import AS b (bridge, instance, days, since, until, cursor)
            VALUES (:bridge, :instance, :days, :since, :until, :since)
            ON CONFLICT (bridge) DO UPDATE
            SET instance = excluded.instance, days = excluded.days, since = excluded.since, until = excluded.until,
                cursor = excluded.cursor, posted = 0, known = 0, failed = 0, state = 'running', reason = NULL,
                started_at = now(), finished_at = NULL
            WHERE b.state <> 'running'
            RETURNING *
            """;

    private static final String ALL = "SELECT * FROM bridge_import ORDER BY started_at, bridge";

    private static final String RUNNING =
            "SELECT * FROM bridge_import WHERE state = 'running' ORDER BY started_at, bridge";

    /** A bridge may have got another name, under which it has another import. */
    private static final String FIND =
            "SELECT * FROM bridge_import WHERE instance = :instance ORDER BY started_at DESC LIMIT 1";

    private static final String CANCEL = """
            UPDATE bridge_import SET state = 'cancelled', reason = NULL, finished_at = now()
            WHERE instance = :instance AND state = 'running' RETURNING *
            """;

    private static final String OURS =
            " WHERE bridge = :bridge AND started_at = :started AND state = 'running' AND " + Lease.IN_FORCE;

    private static final String REACHED = """
            UPDATE bridge_import
            SET cursor = :cursor, posted = :posted, known = :known, failed = :failed, reason = NULL""" + OURS;

    private static final String WAITS = "UPDATE bridge_import SET reason = :reason" + OURS;

    private static final String END =
            "UPDATE bridge_import SET state = :state, reason = :reason, finished_at = now()" + OURS;

    private final Database database;
    private volatile boolean touched;

    ImportTable(Database database) {
        this.database = database;
    }

    /** An import and whose it is. */
    record Entry(String bridge, String instance, Progress progress) {

        /** The same for as long as it is the same import. */
        String key() {
            return progress.startedAt() + " " + bridge;
        }
    }

    /** Empty where one is running. */
    Mono<Progress> start(String bridge, String instance, Stretch stretch) {
        return Mono.defer(() -> database.sql(START)
                .bind("bridge", bridge)
                .bind("instance", instance)
                .bind("days", stretch.days())
                .bind("since", stretch.from())
                .bind("until", stretch.to())
                .map(ImportTable::entry)
                .one()
                .doOnNext(begun -> touched = true)
                .map(Entry::progress));
    }

    /** Whether one was begun here since {@link #seen}. */
    boolean isTouched() {
        return touched;
    }

    /** Who looks for those that run is about to. */
    void seen() {
        touched = false;
    }

    Flux<Entry> all() {
        return Flux.defer(() -> database.sql(ALL).map(ImportTable::entry).all());
    }

    Flux<Entry> running() {
        return Flux.defer(() -> database.sql(RUNNING).map(ImportTable::entry).all());
    }

    Mono<Entry> find(String instance) {
        return Mono.defer(() -> database.sql(FIND)
                .bind("instance", instance)
                .map(ImportTable::entry)
                .one());
    }

    /** Empty where none was running. */
    Mono<Entry> cancel(String instance) {
        return Mono.defer(() -> database.sql(CANCEL)
                .bind("instance", instance)
                .map(ImportTable::entry)
                .all()
                .next());
    }

    /** False where it is not ours any more. */
    Mono<Boolean> reached(Entry entry, Instant cursor, Tally tally, Lease lease) {
        return Mono.defer(() -> changed(ours(REACHED, entry, lease)
                .bind("cursor", cursor)
                .bind("posted", tally.posted())
                .bind("known", tally.known())
                .bind("failed", tally.failed())));
    }

    Mono<Boolean> waits(Entry entry, String reason, Lease lease) {
        return Mono.defer(() -> changed(ours(WAITS, entry, lease).bind("reason", Text.parameter(reason))));
    }

    Mono<Boolean> end(Entry entry, State state, @Nullable String reason, Lease lease) {
        return Mono.defer(() ->
                changed(ours(END, entry, lease).bind("state", state.word()).bind("reason", Text.parameter(reason))));
    }

    private GenericExecuteSpec ours(String statement, Entry entry, Lease lease) {
        return database.sql(statement)
                .bind("bridge", entry.bridge())
                .bind("started", entry.progress().startedAt())
                .bind("leaseName", lease.name())
                .bind("leaseHolder", lease.holder())
                .bind("leaseFence", lease.fence());
    }

    private static Mono<Boolean> changed(GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().map(count -> count > 0);
    }

    private static Entry entry(Readable row) {
        return new Entry(
                Columns.required(row, "bridge", String.class),
                Columns.required(row, "instance", String.class),
                new Progress(
                        State.valueOf(
                                Columns.required(row, "state", String.class).toUpperCase(Locale.ROOT)),
                        new Stretch(
                                Columns.required(row, "days", Integer.class),
                                Columns.required(row, "since", Instant.class),
                                Columns.required(row, "until", Instant.class),
                                Columns.required(row, "cursor", Instant.class)),
                        new Tally(
                                Columns.required(row, "posted", Long.class),
                                Columns.required(row, "known", Long.class),
                                Columns.required(row, "failed", Long.class)),
                        row.get("reason", String.class),
                        Columns.required(row, "started_at", Instant.class),
                        row.get("finished_at", Instant.class)));
    }
}
