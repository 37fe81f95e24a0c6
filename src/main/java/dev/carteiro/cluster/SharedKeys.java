package dev.carteiro.cluster;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Random keys, each made once in the database under its name and the same on all replicas and after every restart. */
public final class SharedKeys {

    private static final int BYTES = 32;

    private static final String READ = "SELECT bytes FROM shared_key WHERE name = :name";

    /** Waits for another replica that makes it just now, and then makes none. */
    private static final String MAKE =
            "INSERT INTO shared_key (name, bytes) VALUES (:name, :bytes) ON CONFLICT (name) DO NOTHING";

    private final Database database;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> known = new ConcurrentHashMap<>();

    SharedKeys(Database database) {
        this.database = database;
    }

    /**
     * The key as text: 43 characters of base64url that stand for 32 bytes. The database is asked until it has answered once,
     * and never again.
     */
    public Mono<String> key(String name) {
        return Mono.defer(() -> {
            String key = known.get(name);
            return key != null ? Mono.just(key) : find(name).doOnNext(found -> known.put(name, found));
        });
    }

    private Mono<String> find(String name) {
        // Another replica's key is seen only by a statement that begins after ours has waited for it.
        return read(name).switchIfEmpty(make(name).then(read(name)));
    }

    private Mono<String> read(String name) {
        return Mono.defer(() -> database.sql(READ)
                .bind("name", name)
                .map(row -> Columns.required(row, "bytes", byte[].class))
                .one()
                .map(Base64.getUrlEncoder().withoutPadding()::encodeToString));
    }

    private Mono<Void> make(String name) {
        return Mono.defer(() -> {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            return database.sql(MAKE).bind("name", name).bind("bytes", bytes).then();
        });
    }
}
