package dev.carteiro.listener;

import dev.carteiro.cluster.Lease;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** What outlives a listener: since when nothing has been missed, and whom to listen to beside the configuration. */
final class SeenTable {

    private static final String SEEN = "SELECT seen_at FROM stream_seen WHERE source = :source";

    private static final String NOTE = """
            INSERT INTO stream_seen AS s (source, seen_at) SELECT :source, :at WHERE\s""" + Lease.IN_FORCE + """

            ON CONFLICT (source) DO UPDATE SET seen_at = greatest(s.seen_at, excluded.seen_at)
            """;

    private static final String ADD =
            "INSERT INTO stream_instance (source, name) VALUES (:source, :name) ON CONFLICT DO NOTHING";

    private static final String REMOVE = "DELETE FROM stream_instance WHERE source = :source AND name = :name";

    private static final String NAMES = "SELECT name FROM stream_instance WHERE source = :source ORDER BY name";

    private final Database database;

    SeenTable(Database database) {
        this.database = database;
    }

    /** Up to when all has been seen; empty where nobody has listened yet. */
    Mono<Instant> seenAt(String source) {
        return Mono.defer(() -> database.sql(SEEN)
                .bind("source", source)
                .map(row -> Columns.required(row, "seen_at", Instant.class))
                .one());
    }

    /** All has been seen up to {@code at}; without effect where the lease is not ours any more. */
    Mono<Void> note(String source, Instant at, Lease lease) {
        return Mono.defer(() -> database.sql(NOTE)
                .bind("source", source)
                .bind("at", at)
                .bind("leaseName", lease.name())
                .bind("leaseHolder", lease.holder())
                .bind("leaseFence", lease.fence())
                .then());
    }

    Mono<Void> add(String source, String instance) {
        return Mono.defer(() ->
                database.sql(ADD).bind("source", source).bind("name", instance).then());
    }

    Mono<Void> remove(String source, String instance) {
        return Mono.defer(() -> database.sql(REMOVE)
                .bind("source", source)
                .bind("name", instance)
                .then());
    }

    /** The instances that were added. */
    Mono<List<String>> names(String source) {
        return Mono.defer(() -> database.sql(NAMES)
                .bind("source", source)
                .map(row -> Columns.required(row, "name", String.class))
                .all()
                .collectList());
    }
}
