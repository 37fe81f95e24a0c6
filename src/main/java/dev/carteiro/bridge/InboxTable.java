package dev.carteiro.bridge;

import dev.carteiro.bridge.Inbox.Known;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Which inbox a bridge has found or made. */
final class InboxTable {

    private static final String FIND = """
            SELECT inbox, identifier FROM bridge_inbox
            WHERE bridge = :bridge AND place = :place AND inbox IS NOT NULL
            """;

    private static final String SAVE = """
            INSERT INTO bridge_inbox AS b (bridge, place, inbox, identifier) VALUES (:bridge, :place, :inbox, :identifier)
            ON CONFLICT (bridge) DO UPDATE
            SET place = excluded.place, inbox = excluded.inbox, identifier = excluded.identifier,
                since = CASE WHEN b.place = excluded.place THEN b.since ELSE now() END
            """;

    private static final String FORGET = "UPDATE bridge_inbox SET inbox = NULL WHERE bridge = :bridge";

    private static final String CLAIM = """
            INSERT INTO bridge_inbox AS b (bridge, place, claimed_until)
            VALUES (:bridge, :place, now() + interval '30 s')
            ON CONFLICT (bridge) DO UPDATE
            SET place = excluded.place, inbox = NULL, claimed_until = excluded.claimed_until,
                since = CASE WHEN b.place = excluded.place THEN b.since ELSE now() END
            WHERE b.claimed_until < now() OR b.place <> excluded.place
            RETURNING true AS claimed
            """;

    private static final String SINCE = "SELECT since FROM bridge_inbox WHERE bridge = :bridge";

    private final Database database;
    private final String bridge;

    InboxTable(Database database, String bridge) {
        this.database = database;
        this.bridge = bridge;
    }

    Mono<Known> find(String place) {
        return Mono.defer(() -> database.sql(FIND)
                .bind("bridge", bridge)
                .bind("place", place)
                .map(row -> new Known(Columns.required(row, "inbox", Long.class), row.get("identifier", String.class)))
                .one());
    }

    Mono<Known> save(String place, Known known) {
        return Mono.defer(() -> database.sql(SAVE)
                .bind("bridge", bridge)
                .bind("place", place)
                .bind("inbox", known.id())
                .bind("identifier", Text.parameter(known.identifier()))
                .then()
                .thenReturn(known));
    }

    Mono<Void> forget() {
        return Mono.defer(() -> database.sql(FORGET).bind("bridge", bridge).then());
    }

    /** Whether it is ours to make it; for half a minute it is nobody else's then. */
    Mono<Boolean> claim(String place) {
        return Mono.defer(() -> database.sql(CLAIM)
                .bind("bridge", bridge)
                .bind("place", place)
                .map(row -> Columns.required(row, "claimed", Boolean.class))
                .one()
                .defaultIfEmpty(false));
    }

    /** Since when the bridge writes there; empty where it never has. */
    Mono<Instant> since() {
        return Mono.defer(() -> database.sql(SINCE)
                .bind("bridge", bridge)
                .map(row -> Columns.required(row, "since", Instant.class))
                .one());
    }
}
