package dev.carteiro.delivery;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What became of deliveries, for people who look. */
public final class Deliveries {

    private static final String OPEN = """
            SELECT event, destination, attempts, dead, due_at, last_status, last_error FROM delivery WHERE event = :event
            """;

    private static final String ATTEMPTS = """
            SELECT destination, number, at, cause, outcome, status, latency_ms, error, response FROM attempt
            WHERE event = :event ORDER BY at, number
            """;

    private final Database database;

    Deliveries(Database database) {
        this.database = database;
    }

    /** Deliveries of one event that are still to be done, or dead. */
    public Mono<List<Open>> open(long event) {
        return database.sql(OPEN)
                .bind("event", event)
                .map(Deliveries::openRow)
                .all()
                .collectList();
    }

    /** All attempts made for one event, oldest first. */
    public Flux<Attempt> attempts(long event) {
        return database.sql(ATTEMPTS)
                .bind("event", event)
                .map(Deliveries::attemptRow)
                .all();
    }

    private static Open openRow(Readable row) {
        return new Open(
                Columns.required(row, "destination", String.class),
                Columns.required(row, "attempts", Integer.class),
                Columns.required(row, "dead", Boolean.class),
                Columns.required(row, "due_at", Instant.class));
    }

    private static Attempt attemptRow(Readable row) {
        return new Attempt(
                Columns.required(row, "destination", String.class),
                Columns.required(row, "number", Integer.class),
                Columns.required(row, "at", Instant.class),
                Columns.required(row, "cause", String.class),
                Columns.required(row, "outcome", String.class),
                row.get("status", Integer.class),
                Columns.required(row, "latency_ms", Integer.class),
                row.get("error", String.class),
                row.get("response", String.class));
    }

    /** A delivery that has not arrived. */
    public record Open(String destination, int attempts, boolean dead, Instant dueAt) {}

    /** One attempt; {@code latencyMs} is the time until the answer, or until we gave up waiting for it. */
    public record Attempt(
            String destination,
            int number,
            Instant at,
            String cause,
            String outcome,
            @Nullable Integer status,
            int latencyMs,
            @Nullable String error,
            @Nullable String response) {}
}
