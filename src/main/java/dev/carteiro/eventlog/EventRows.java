package dev.carteiro.eventlog;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import dev.carteiro.store.Columns;
import dev.carteiro.trace.Traceparent;
import io.r2dbc.spi.Readable;
import java.time.Instant;

/** Reads rows of the table {@code event}, wherever they were selected. */
public final class EventRows {

    /** What {@link #recorded} needs of a row {@code e} and of {@code b}, the row that holds the request's body. */
    public static final String COLUMNS =
            "e.id, e.source, e.type, e.instance, e.scope, e.conversation, e.at, e.received_at, e.trace, e.data, b.body";

    /** Finds the row that holds the body: for nearly every event it is its own. */
    public static final String BODY = "LEFT JOIN LATERAL " + one("e.body_at", "b");

    private static final byte[] NOTHING = {};

    private EventRows() {}

    /**
     * What to join for the row {@code e} of an event whose id is an expression of the rows before; nothing where that is null.
     * Limited to one, for PostgreSQL 15 does not know that the ids of a table in partitions are unique: it expects a part of
     * the log for each, and reads all of it.
     */
    public static String row(String id) {
        return "LATERAL " + one(id, "e");
    }

    private static String one(String id, String name) {
        return "(SELECT * FROM event one WHERE one.id = " + id + " LIMIT 1) " + name + " ON true";
    }

    /** The event in a row of {@link #COLUMNS} alone. */
    public static Recorded recorded(Readable row) {
        return recordedAt(row, 0);
    }

    /**
     * The event in a row that has {@link #COLUMNS} from the column {@code first} on; its body is empty where the row that held
     * it has left retention.
     */
    public static Recorded recordedAt(Readable row, int first) {
        byte[] data = Columns.required(row, first + 9, byte[].class);
        byte[] body = row.get(first + 10, byte[].class);
        return new Recorded(envelope(row, first), data, body == null ? NOTHING : body);
    }

    private static Envelope envelope(Readable row, int first) {
        String scope = row.get(first + 4, String.class);
        String conversation = row.get(first + 5, String.class);
        return new Envelope(
                Columns.required(row, first, Long.class),
                Columns.required(row, first + 1, String.class),
                Columns.required(row, first + 2, String.class),
                row.get(first + 3, String.class),
                conversation == null || scope == null ? null : new ConversationKey(scope, conversation),
                Columns.required(row, first + 6, Instant.class),
                Columns.required(row, first + 7, Instant.class),
                Traceparent.of(row.get(first + 8, byte[].class)));
    }
}
