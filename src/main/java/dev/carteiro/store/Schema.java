package dev.carteiro.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date before anything else touches the database. */
final class Schema {

    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int TRIES = 60;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private Schema() {}

    static void migrate(DatabaseUrl url) {
        MigrateResult result = migrated(url, TRIES);
        log.info(
                "event=schema-ready database={} version={} migrations={}",
                url,
                result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion,
                result.migrationsExecuted);
    }

    /** Each try is short, and there is a pause after it: everybody who uses a table queues up behind a change that waits for it. */
    private static MigrateResult migrated(DatabaseUrl url, int tries) {
        try {
            return flyway(url).migrate();
        } catch (FlywayException failure) {
            if (tries == 1 || !isLocked(failure)) {
                throw failure;
            }
            log.warn("event=schema-waits reason=\"somebody holds a table, such as a backup\" tries-left={}", tries - 1);
            LockSupport.parkNanos(PAUSE.toNanos());
            return migrated(url, tries - 1);
        }
    }

    private static boolean isLocked(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static Flyway flyway(DatabaseUrl url) {
        return Flyway.configure()
                .dataSource(url.jdbc(), url.user(), url.password())
                .connectRetries(15) // a database that comes up beside us needs a moment
                .connectRetriesInterval(2) // seconds; waits that double would keep a SIGTERM waiting for minutes
                .initSql("SET lock_timeout = '3s'")
                .load();
    }
}
