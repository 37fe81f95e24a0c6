package dev.carteiro.delivery;

import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;

/** Reads deliveries that were leased, with their events. */
final class DeliveryRows {

    /** A larger body stays in the database until its attempt begins; a window full of them would not fit into memory. */
    static final int LIGHT = 128 * 1024;

    /**
     * What {@link #delivery} needs, first of all columns, of a row {@code c} and of the event's as {@link EventRows} calls them;
     * the statement binds {@code light}.
     */
    static final String COLUMNS =
            "c.destination, c.lane, c.attempts, c.spent, c.cause, c.created_at, c.lease, coalesce(octet_length(b.body), 0) > :light AS heavy, "
                    + EventRows.COLUMNS.replace(
                            "b.body", "CASE WHEN octet_length(b.body) <= :light THEN b.body END AS body");

    /** The rows {@code promoted}, each with its event where it was leased. */
    static final String PROMOTED = "SELECT " + COLUMNS + " FROM promoted c LEFT JOIN "
            + EventRows.row("CASE WHEN c.lease IS NOT NULL THEN c.event END") + " " + EventRows.BODY;

    private static final int DESTINATION = 0;
    private static final int LEASE = 6;
    private static final int EVENT = 8;

    private DeliveryRows() {}

    static String destination(Readable row) {
        return Columns.required(row, DESTINATION, String.class);
    }

    static boolean leased(Readable row) {
        return row.get(LEASE, Long.class) != null;
    }

    static Delivery delivery(Readable row) {
        return new Delivery(
                EventRows.recordedAt(row, EVENT),
                destination(row),
                row.get(1, String.class),
                Columns.required(row, 2, Integer.class),
                Columns.required(row, 3, Integer.class),
                Columns.required(row, 4, String.class),
                Columns.required(row, 5, Instant.class),
                Columns.required(row, LEASE, Long.class),
                Columns.required(row, 7, Boolean.class));
    }
}
