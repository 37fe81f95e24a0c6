package dev.carteiro.delivery;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.store.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads deliveries for people who look. */
final class EntryRows {

    /** Of a row {@code e} of the table {@code event}. */
    static final String ABOUT = "e.type, e.instance, e.scope, e.conversation, e.received_at";

    /** Of a row {@code d} of the table {@code delivery} and its event {@code e}. */
    static final String OPEN =
            "d.event, d.destination, d.dead, d.cause, d.attempts, d.due_at, d.created_at, d.last_status,"
                    + " d.last_error, " + ABOUT;

    private EntryRows() {}

    /** A row that has {@link #OPEN}. */
    static DeliveryEntry open(Readable row) {
        boolean dead = Columns.required(row, "dead", Boolean.class);
        return new DeliveryEntry(
                Columns.required(row, "event", Long.class),
                Columns.required(row, "destination", String.class),
                DeliveryState.open(dead, Columns.required(row, "cause", String.class)),
                Columns.required(row, "attempts", Integer.class),
                dead ? null : row.get("due_at", Instant.class),
                row.get("created_at", Instant.class),
                row.get("last_status", Integer.class),
                row.get("last_error", String.class),
                about(row));
    }

    /** A row with the columns of the last attempt instead of those of the queue. */
    static DeliveryEntry ended(Readable row) {
        return new DeliveryEntry(
                Columns.required(row, "event", Long.class),
                Columns.required(row, "destination", String.class),
                DeliveryState.ended(row.get("outcome", String.class)),
                Columns.required(row, "number", Integer.class),
                null,
                null,
                row.get("status", Integer.class),
                row.get("error", String.class),
                about(row));
    }

    private static DeliveryEntry.@Nullable About about(Readable row) {
        String type = row.get("type", String.class);
        if (type == null) {
            return null;
        }
        String scope = row.get("scope", String.class);
        String conversation = row.get("conversation", String.class);
        return new DeliveryEntry.About(
                type,
                row.get("instance", String.class),
                scope == null || conversation == null ? null : new ConversationKey(scope, conversation),
                Columns.required(row, "received_at", Instant.class));
    }
}
