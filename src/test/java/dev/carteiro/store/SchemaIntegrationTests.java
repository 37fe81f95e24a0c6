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
            execute(router, "DROP FUNCTION lean_statistics(text)");
            execute(router, "DELETE FROM flyway_schema_history WHERE version IN ('11', '12', '13')");
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

    @Test
    void readsNoBodiesForStatistics() throws Exception {
        try (DatabaseServer.Own database = server.database();
                Connection router = database.connect()) {
            execute(router, "SELECT create_day('event', date '2099-12-31'), create_day('attempt', date '2099-12-31')");
            String targets = """
                    SELECT string_agg(DISTINCT a.attname || ' ' || a.attstattarget, ', ' ORDER BY a.attname || ' ' || a.attstattarget)
                    FROM pg_inherits i JOIN pg_attribute a ON a.attrelid = i.inhrelid
                    WHERE a.attname IN ('data', 'body', 'conversation', 'response', 'event', 'latency_ms')
                      AND i.inhparent IN ('event'::regclass, 'attempt'::regclass)
                    """;
            assertThat(text(router, targets))
                    .isEqualTo("body 0, conversation 10, data 0, event 10, latency_ms 0, response 0");
            assertThat(text(
                            router,
                            "SELECT count(*) FROM pg_inherits i JOIN pg_attribute a ON a.attrelid = i.inhrelid"
                                    + " WHERE a.attname = 'body' AND a.attstattarget IS NULL"))
                    .isEqualTo("0");
        }
    }

    @Test
    void compressesWithLz4WhereTheServerHasIt() throws Exception {
        try (DatabaseServer.Own database = server.database();
                Connection router = database.connect()) {
            execute(router, "SELECT create_day('event', date '2099-12-31')");
            String has = "SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'";
            String columns = """
                    SELECT string_agg(DISTINCT a.attname || ' ' || CASE a.attcompression::text WHEN 'l' THEN 'lz4' ELSE 'as usual' END, ', ')
                    FROM pg_inherits i JOIN pg_attribute a ON a.attrelid = i.inhrelid
                    WHERE a.attname IN ('data', 'body') AND i.inhparent = 'event'::regclass
                    """;
            assertThat(text(router, columns))
                    .isEqualTo("t".equals(text(router, has)) ? "body lz4, data lz4" : "body as usual, data as usual");
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement jdbc = connection.createStatement();
                ResultSet rows = jdbc.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
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
