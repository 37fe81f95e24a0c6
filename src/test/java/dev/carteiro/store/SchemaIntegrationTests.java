package dev.carteiro.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith({DatabaseServer.Provider.class, OutputCaptureExtension.class})
class SchemaIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DatabaseServer server;

    SchemaIntegrationTests(DatabaseServer server) {
        this.server = server;
    }

    /** As a backup holds all tables, and as a router of the version before goes on meanwhile. */
    @Test
    void waitsForABackupWithoutHoldingUpWhoWorks(CapturedOutput output) throws Exception {
        try (DatabaseServer.Own database = server.database();
                Connection backup = database.connect();
                Connection router = database.connect()) {
            execute(router, "ALTER TABLE event DROP COLUMN trace");
            execute(router, "DELETE FROM flyway_schema_history WHERE version = '11'");
            backup.setAutoCommit(false);
            execute(backup, "LOCK TABLE event IN ACCESS SHARE MODE");

            CompletableFuture<Void> migration = CompletableFuture.runAsync(database::migrate);
            await().atMost(PATIENCE).until(() -> output.getOut().contains("event=schema-waits"));
            execute(router, "SET statement_timeout = '30s'");
            execute(router, "DELETE FROM event WHERE false"); // takes the lock that an INSERT takes
            assertThat(migration).isNotDone();

            backup.rollback();
            migration.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(hasTrace(router)).isTrue();
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        }
    }

    private static boolean hasTrace(Connection connection) throws SQLException {
        try (Statement jdbc = connection.createStatement();
                ResultSet columns =
                        jdbc.executeQuery("SELECT FROM information_schema.columns WHERE table_name = 'event'"
                                + " AND column_name = 'trace'")) {
            return columns.next();
        }
    }
}
