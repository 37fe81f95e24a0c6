package dev.carteiro.store;

import dev.carteiro.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import reactor.netty.resources.LoopResources;

/** A PostgreSQL without a router, on which a test gets a database of its own, with our schema. */
public final class DatabaseServer implements AutoCloseable {

    private final TestDatabase testDatabase = TestDatabase.any();
    private final @Nullable EmbeddedDatabase embedded;
    private final DatabaseUrl url;
    private final DatabaseUrl template;

    private DatabaseServer() {
        embedded = testDatabase.isEmbedded() ? new EmbeddedDatabase(Path.of(testDatabase.value())) : null;
        url = embedded == null ? DatabaseUrl.parse(testDatabase.value()) : embedded.url();
        template = named("template_" + random());
        run(url, "CREATE DATABASE " + template.database());
        Schema.migrate(template);
    }

    private static String random() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    private DatabaseUrl named(String name) {
        return new DatabaseUrl(url.host(), url.port(), name, url.user(), url.password(), url.query());
    }

    /** A new database; its commits do not wait for the disk, because a test would. */
    public Own database() {
        DatabaseUrl own = named("carteiro_" + random());
        run(url, "CREATE DATABASE " + own.database() + " TEMPLATE " + template.database());
        run(url, "ALTER DATABASE " + own.database() + " SET synchronous_commit = off");
        return new Own(own);
    }

    private static void run(DatabaseUrl where, String statement) {
        try (Connection connection = connect(where);
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Connection connect(DatabaseUrl where) throws SQLException {
        return DriverManager.getConnection(where.jdbc(), where.user(), where.password());
    }

    @Override
    public void close() {
        run(url, "DROP DATABASE " + template.database() + " WITH (FORCE)");
        try {
            if (embedded != null) {
                embedded.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        testDatabase.close();
    }

    /** One database on the server, as the router sees it and as anybody else does. */
    public final class Own implements AutoCloseable {

        private final DatabaseUrl own;
        private final LoopResources loops = LoopResources.create("test-sql", 1, true);
        private final Pools pools;
        private final Database database;

        private Own(DatabaseUrl own) {
            this.own = own;
            pools = new Pools(own, loops, 4);
            database = as("console");
        }

        /** With the connections that the router has for this work. */
        public Database as(String work) {
            return new Database(pools.open(work), new SimpleMeterRegistry().counter("statements"));
        }

        public Database database() {
            return database;
        }

        /** What a router does at its start. */
        void migrate() {
            Schema.migrate(own);
        }

        Notices notices() {
            return new Notices(pools.factory("notices"), false);
        }

        /** Ends all connections but those of others. */
        public void disconnect() {
            pools.close();
        }

        /** A connection of somebody else, who may keep a transaction open. */
        public Connection connect() throws SQLException {
            return DatabaseServer.connect(own);
        }

        @Override
        public void close() {
            pools.close();
            loops.dispose();
            run(url, "DROP DATABASE " + own.database() + " WITH (FORCE)");
        }
    }

    /** Hands the one server to all tests that ask for it; it stops after the last. */
    public static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == DatabaseServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(DatabaseServer.class, type -> new DatabaseServer());
        }
    }
}
