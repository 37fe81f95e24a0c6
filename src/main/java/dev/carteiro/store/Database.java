package dev.carteiro.store;

import io.micrometer.core.instrument.Counter;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** A pool of connections for one kind of work, whose statements are counted. */
public final class Database {

    private final DatabaseClient client;
    private final Mono<? extends Connection> connections;
    private final Statements kept = new Statements();
    private final Counter statements;

    Database(ConnectionFactory pool, Counter statements) {
        client = DatabaseClient.create(pool);
        connections = Mono.from(pool.create())
                .onErrorMap(failure ->
                        new DataAccessResourceFailureException("Failed to obtain R2DBC Connection", failure));
        this.statements = statements;
    }

    /** How many statements were sent so far; 0 where nobody counts them. */
    double sent() {
        return statements.count();
    }

    /** A statement with named parameters, to be run exactly once; each runs in a transaction of its own. */
    public GenericExecuteSpec sql(String statement) {
        statements.increment();
        return client.sql(statement);
    }

    /** The same for what is run again and again, at less cost. */
    public Call sql(Sql statement) {
        statements.increment();
        return new Call(connections, kept, statement);
    }
}
