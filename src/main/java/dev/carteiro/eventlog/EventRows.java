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
    public static final String BODY = "LEFT JOIN event b ON b.id = e.body_at";

    private static final byte[] NOTHING = {};

    private EventRows() {}

    /** The event in a row that has {@link #COLUMNS}; its body is empty where the row that held it has left retention. */
    public static Recorded recorded(Readable row) {
        byte[] body = row.get("body", byte[].class);
        return new Recorded(envelope(row), Columns.required(row, "data", byte[].class), body == null ? NOTHING : body);
    }

    private static Envelope envelope(Readable row) {
        String conversation = row.get("conversation", String.class);
        String scope = row.get("scope", String.class);
        return new Envelope(
                Columns.required(row, "id", Long.class),
                Columns.required(row, "source", String.class),
                Columns.required(row, "type", String.class),
                row.get("instance", String.class),
                conversation == null || scope == null ? null : new ConversationKey(scope, conversation),
                Columns.required(row, "at", Instant.class),
                Columns.required(row, "received_at", Instant.class),
                Traceparent.of(row.get("trace", byte[].class)));
    }
}
