package dev.carteiro.takeover;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Puts events of one conversation into the log of a test's own database. */
public final class LoggedConversation {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String APPEND = """
            INSERT INTO event (id, xid, source, type, scope, conversation, key, at, received_at, data, body, body_at)
            VALUES (:id, pg_current_xact_id(), 'test', :type, :scope, :conversation, :key, :at, now(), :data, :body, :id)
            """;

    private static final AtomicLong POSITION = new AtomicLong(System.currentTimeMillis() << 22);

    private final Database database;
    private final ConversationKey key;

    /** All of them are of the conversation {@code key}. */
    public LoggedConversation(Database database, ConversationKey key) {
        this.database = database;
        this.key = key;
    }

    /** One that happened at {@code at}; its position. */
    @CanIgnoreReturnValue
    public long append(String type, String data, String body, Instant at) {
        long position = POSITION.incrementAndGet();
        database.sql(APPEND)
                .bind("id", position)
                .bind("type", type)
                .bind("scope", key.scope())
                .bind("conversation", key.conversation())
                .bind("key", Long.toString(position))
                .bind("at", at)
                .bind("data", data.getBytes(StandardCharsets.UTF_8))
                .bind("body", body.getBytes(StandardCharsets.UTF_8))
                .then()
                .block(PATIENCE);
        return position;
    }

    /** One of now. */
    @CanIgnoreReturnValue
    public long append(String type, String data, String body) {
        return append(type, data, body, Instant.now());
    }
}
