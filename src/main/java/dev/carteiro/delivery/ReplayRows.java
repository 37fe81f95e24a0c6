package dev.carteiro.delivery;

import dev.carteiro.store.Columns;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Reads rows of the table {@code replay}. */
final class ReplayRows {

    private ReplayRows() {}

    static Replay replay(Readable row) {
        return new Replay(
                Columns.required(row, "id", Long.class),
                new DeliveryFilter(
                        Columns.required(row, "destination", String.class),
                        DeliveryState.valueOf(word(row, "which")),
                        row.get("type", String.class),
                        row.get("conversation", String.class),
                        row.get("instance", String.class),
                        row.get("since", Instant.class),
                        row.get("until", Instant.class),
                        row.get("reason", String.class)),
                new Policy.Rate(
                        Columns.required(row, "permits", Integer.class),
                        Duration.ofMillis(Columns.required(row, "per_ms", Long.class))),
                Columns.required(row, "matching", Long.class),
                progress(row));
    }

    private static Replay.Progress progress(Readable row) {
        return new Replay.Progress(
                Replay.State.valueOf(word(row, "state")),
                Columns.required(row, "enqueued", Long.class),
                Columns.required(row, "skipped", Long.class),
                Columns.required(row, "created_at", Instant.class),
                row.get("finished_at", Instant.class),
                row.get("error", String.class));
    }

    private static String word(Readable row, String column) {
        return Columns.required(row, column, String.class).toUpperCase(Locale.ROOT);
    }
}
