package dev.carteiro.bridge;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** The furthest receipt of each message of one bridge, whether the message is known yet or not. */
final class ReceiptTable {

    private static final String RECEIPT = """
            INSERT INTO bridge_receipt AS r (bridge, whatsapp_id, status) VALUES (:bridge, :whatsapp, :status)
            ON CONFLICT (bridge, whatsapp_id) DO UPDATE SET status = greatest(r.status, excluded.status)
            RETURNING status
            """;

    private static final String RECEIVED =
            "SELECT status FROM bridge_receipt WHERE bridge = :bridge AND whatsapp_id = :whatsapp";

    private final Database database;
    private final String bridge;

    ReceiptTable(Database database, String bridge) {
        this.database = database;
        this.bridge = bridge;
    }

    /** Keeps a receipt, and emits the furthest that there was. */
    Mono<Integer> keep(String whatsapp, int status) {
        return Mono.defer(() -> of(RECEIPT)
                .bind("whatsapp", Text.indexable(whatsapp))
                .bind("status", status)
                .map(row -> Columns.required(row, "status", Integer.class))
                .one());
    }

    /** The furthest receipt; 0 where there was none. */
    Mono<Integer> furthest(String whatsapp) {
        return Mono.defer(() -> of(RECEIVED)
                .bind("whatsapp", Text.indexable(whatsapp))
                .map(row -> Columns.required(row, "status", Integer.class))
                .one()
                .defaultIfEmpty(0));
    }

    private GenericExecuteSpec of(String statement) {
        return database.sql(statement).bind("bridge", bridge);
    }
}
