package dev.carteiro.bridge;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Customers' messages of one bridge whose senders were not told yet that they are read. */
final class UnreadTable {

    private static final String UNREAD = "SELECT " + Row.COLUMNS + """
             FROM bridge_message
            WHERE bridge = :bridge AND conversation = :conversation AND NOT marked AND NOT from_me AND whatsapp_id IS NOT NULL
              AND direction = 'chatwoot' AND created_at <= :until
            ORDER BY id DESC LIMIT 100
            """;

    private static final String UNREAD_CONVERSATIONS = """
            SELECT DISTINCT conversation FROM bridge_message
            WHERE bridge = :bridge AND NOT marked AND NOT from_me AND direction = 'chatwoot' AND whatsapp_id IS NOT NULL
              AND conversation IS NOT NULL AND created_at > now() - interval '3 days'
            LIMIT 200
            """;

    private static final String MARK = "UPDATE bridge_message SET marked = true WHERE id = ANY (:ids)";

    private final Database database;
    private final String bridge;

    UnreadTable(Database database, String bridge) {
        this.database = database;
        this.bridge = bridge;
    }

    /** Customers' messages of a conversation, written until then, that nobody was told are read; newest first. */
    Flux<Row> before(long conversation, Instant until) {
        return Flux.defer(() -> of(UNREAD)
                .bind("conversation", conversation)
                .bind("until", until)
                .map(Row::of)
                .all());
    }

    /** Conversations with such messages of the last days. */
    Mono<List<Long>> conversations() {
        return Mono.defer(() -> of(UNREAD_CONVERSATIONS)
                .map(row -> Columns.required(row, "conversation", Long.class))
                .all()
                .collectList());
    }

    Mono<Void> marked(Collection<Row> rows) {
        return Mono.defer(() -> database.sql(MARK)
                .bind("ids", rows.stream().map(Row::id).toArray(Long[]::new))
                .then());
    }

    private GenericExecuteSpec of(String statement) {
        return database.sql(statement).bind("bridge", bridge);
    }
}
