package dev.carteiro.bridge;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import io.r2dbc.postgresql.codec.Json;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The bridges that were set at run time. */
final class BridgeTable {

    private static final String ALL = "SELECT name, instance, settings FROM bridge ORDER BY name";

    private static final String SET = """
            INSERT INTO bridge (name, instance, settings) VALUES (:name, :instance, :settings)
            ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, set_at = now()
            """;

    /** What was written while the bridge was off was not for it. */
    private static final String ANEW = "UPDATE bridge_inbox SET since = now() WHERE bridge = :name";

    private static final TypeReference<Map<String, Object>> SETTINGS = new TypeReference<>() {};

    private final Database database;

    BridgeTable(Database database) {
        this.database = database;
    }

    /** One as it was set, in the words of Evolution's own form. */
    record Entry(String name, String instance, Map<String, Object> settings) {}

    Flux<Entry> all() {
        return Flux.defer(() -> database.sql(ALL)
                .map(row -> new Entry(
                        Columns.required(row, "name", String.class),
                        Columns.required(row, "instance", String.class),
                        JsonMapper.shared().readValue(Columns.required(row, "settings", String.class), SETTINGS)))
                .all());
    }

    Mono<Void> beginAnew(String name) {
        return Mono.defer(() -> database.sql(ANEW).bind("name", name).then());
    }

    Mono<Void> set(Entry entry) {
        return Mono.defer(() -> database.sql(SET)
                .bind("name", entry.name())
                .bind("instance", entry.instance())
                .bind("settings", Json.of(JsonMapper.shared().writeValueAsString(entry.settings())))
                .then());
    }
}
