package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.store.Database;
import dev.carteiro.store.DatabaseServer;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@ExtendWith(DatabaseServer.Provider.class)
class SharedKeysIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DatabaseServer.Own server;
    private final Database database;

    SharedKeysIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        database = server.database();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void replicasThatAskForAKeyAtTheSameMomentGetTheSameOne() {
        Flux<String> asked = Flux.range(0, 40).flatMap(replica -> new SharedKeys(database).key("session"), 40);

        Set<String> keys = asked.collect(Collectors.toSet()).block(PATIENCE);

        assertThat(keys)
                .singleElement()
                .satisfies(key -> assertThat(Base64.getUrlDecoder().decode(key)).hasSize(32));
    }

    @Test
    void keysOfOtherNamesAreOthers() {
        SharedKeys keys = new SharedKeys(database);
        assertThat(keys.key("session").block(PATIENCE))
                .isNotEqualTo(keys.key("subscriptions").block(PATIENCE));
    }

    @Test
    void aKnownKeyNeedsNoDatabaseAndAFailureIsNotKept() {
        SharedKeys keys = new SharedKeys(database);
        String key = keys.key("session").block(PATIENCE);
        rename("shared_key", "away");

        StepVerifier.create(keys.key("session"))
                .expectNext(String.valueOf(key))
                .expectComplete()
                .verify(PATIENCE);
        StepVerifier.create(keys.key("subscriptions")).expectError().verify(PATIENCE);

        rename("away", "shared_key");
        StepVerifier.create(keys.key("subscriptions"))
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
    }

    private void rename(String table, String to) {
        database.sql("ALTER TABLE " + table + " RENAME TO " + to).then().block(PATIENCE);
    }
}
