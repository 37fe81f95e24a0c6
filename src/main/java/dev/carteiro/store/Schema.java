package dev.carteiro.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date before anything else touches the database. */
final class Schema {

    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    private Schema() {}

    static void migrate(DatabaseUrl url) {
        MigrateResult result = Flyway.configure()
                .dataSource(url.jdbc(), url.user(), url.password())
                .connectRetries(15) // a database that comes up beside us needs a moment
                .connectRetriesInterval(2) // seconds; waits that double would keep a SIGTERM waiting for minutes
                .load()
                .migrate();
        log.info(
                "event=schema-ready database={} version={} migrations={}",
                url,
                result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion,
                result.migrationsExecuted);
    }
}
