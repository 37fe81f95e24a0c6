package dev.carteiro.delivery;

import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;

/** Reads deliveries that were leased, with their events. */
final class DeliveryRows {

    /** A larger body stays in the database until its attempt begins; a window full of them would not fit into memory. */
    static final int LIGHT = 256 * 1024;

    /** The event's columns beside those of the delivery; the statement binds {@code light}. */
    static final String COLUMNS = "coalesce(octet_length(b.body), 0) > :light AS heavy, "
            + EventRows.COLUMNS.replace("b.body", "CASE WHEN octet_length(b.body) <= :light THEN b.body END AS body");

    private DeliveryRows() {}

    static Delivery delivery(Readable row) {
        return new Delivery(
                EventRows.recorded(row),
                Columns.required(row, "destination", String.class),
                row.get("lane", String.class),
                Columns.required(row, "attempts", Integer.class),
                Columns.required(row, "spent", Integer.class),
                Columns.required(row, "cause", String.class),
                Columns.required(row, "created_at", Instant.class),
                Columns.required(row, "lease", Long.class),
                Columns.required(row, "heavy", Boolean.class));
    }
}
