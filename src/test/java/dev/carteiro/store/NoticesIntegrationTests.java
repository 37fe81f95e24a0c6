package dev.carteiro.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;

/** What replicas change at run time is announced; a connection that was lost meanwhile is a reason to look at all there is. */
@ExtendWith(DatabaseServer.Provider.class)
class NoticesIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DatabaseServer.Own server;

    NoticesIntegrationTests(DatabaseServer databases) {
        server = databases.database();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void run(String statement) {
        try (Connection connection = server.connect();
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void loseTheConnection() {
        try (Connection connection = server.connect();
                Statement jdbc = connection.createStatement();
                ResultSet ended = jdbc.executeQuery("""
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE query LIKE 'LISTEN carteiro_test%' AND datname = current_database()
                        """)) {
            assertThat(ended.next()).isTrue();
            assertThat(ended.getInt(1)).isEqualTo(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void saysThatSomethingMayHaveBeenMissedWhenItsConnectionWasLost() {
        StepVerifier.create(server.notices().on("carteiro_test"))
                .expectNext("")
                .then(() -> run("NOTIFY carteiro_test, 'first'"))
                .expectNext("first")
                .then(this::loseTheConnection)
                .expectNext("")
                .then(() -> run("NOTIFY carteiro_test, 'second'"))
                .expectNext("second")
                .thenCancel()
                .verify(PATIENCE);
    }
}
