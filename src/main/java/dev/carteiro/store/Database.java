package dev.carteiro.store;

import io.micrometer.core.instrument.Counter;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** A pool of connections for one kind of work, whose statements are counted. */
public final class Database {

    private final DatabaseClient client;
    private final Counter statements;

    Database(DatabaseClient client, Counter statements) {
        this.client = client;
        this.statements = statements;
    }

    /** A statement with named parameters, to be run exactly once; each runs in a transaction of its own. */
    public GenericExecuteSpec sql(String statement) {
        statements.increment();
        return client.sql(statement);
    }
}
