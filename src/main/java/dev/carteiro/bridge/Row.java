package dev.carteiro.bridge;

import dev.carteiro.store.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One message as both sides know it.
 *
 * @param whatsapp WhatsApp's id, null until it is known
 * @param chatwoot Chatwoot's id, null until it is known
 * @param part which part of a Chatwoot message; empty for one that came from WhatsApp
 * @param status how far it has come, as {@link Progress} counts
 * @param words a hash of what it says
 * @param told a hash of what Chatwoot's message says, before it is signed and translated
 * @param anchor the greatest id of the conversation's messages that was known when it was begun
 * @param endedAt since when an attempt without an end is known to be over on our side; null where that is not known
 * @param fresh whether this row was made just now
 */
record Row(
        long id,
        @Nullable String whatsapp,
        @Nullable Long chatwoot,
        String part,
        Address address,
        boolean fromMe,
        State state,
        int status,
        @Nullable String words,
        @Nullable String told,
        @Nullable Long anchor,
        Instant begunAt,
        @Nullable Instant endedAt,
        boolean fresh) {

    /** What of a row says where it belongs. */
    record Address(
            String chat,
            @Nullable Long conversation,
            @Nullable String participant) {}

    /** How certain it is that the message is on the other side. */
    enum State {
        WAITING,
        BEGUN,
        ABANDONED,
        THERE,
        FAILED,
        DELETED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final String COLUMNS =
            "id, whatsapp_id, chatwoot_id, part, chat, conversation, participant, from_me, state, status, words,"
                    + " told, anchor, begun_at, ended_at";

    /** The same, written into Chatwoot just now. */
    Row there(long message) {
        return new Row(
                id,
                whatsapp,
                message,
                part,
                address,
                fromMe,
                State.THERE,
                status,
                words,
                told,
                anchor,
                begunAt,
                endedAt,
                true);
    }

    static Row of(Readable row) {
        return of(row, false);
    }

    static Row fresh(Readable row) {
        return of(row, true);
    }

    private static Row of(Readable row, boolean fresh) {
        return new Row(
                Columns.required(row, "id", Long.class),
                row.get("whatsapp_id", String.class),
                row.get("chatwoot_id", Long.class),
                Columns.required(row, "part", String.class),
                new Address(
                        Columns.required(row, "chat", String.class),
                        row.get("conversation", Long.class),
                        row.get("participant", String.class)),
                Columns.required(row, "from_me", Boolean.class),
                State.valueOf(Columns.required(row, "state", String.class).toUpperCase(Locale.ROOT)),
                Columns.required(row, "status", Integer.class),
                row.get("words", String.class),
                row.get("told", String.class),
                row.get("anchor", Long.class),
                Columns.required(row, "begun_at", Instant.class),
                row.get("ended_at", Instant.class),
                fresh);
    }
}
