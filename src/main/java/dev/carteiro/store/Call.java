package dev.carteiro.store;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.connection.ConnectionFactoryUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A statement that is about to be run. It goes to the driver directly: Spring's client copies the parameters as often as there
 * are some, reads the text again, and makes two exceptions to learn that no transaction goes on.
 */
public final class Call {

    private final Mono<? extends Connection> connections;
    private final Statements statements;
    private final Sql sql;
    private final @Nullable Object[] values;

    Call(Mono<? extends Connection> connections, Statements statements, Sql sql) {
        this.connections = connections;
        this.statements = statements;
        this.sql = sql;
        values = new @Nullable Object[sql.parameters()];
    }

    public Call bind(String parameter, Object value) {
        values[sql.index(parameter)] = value;
        return this;
    }

    /** Runs it; its failures are those that Spring's client would have. */
    public <T> Flux<T> rows(Function<? super Readable, ? extends T> row) {
        return Flux.usingWhen(
                        connections,
                        connection -> Flux.from(statements
                                        .bound(connection, sql, values())
                                        .execute())
                                .flatMap(result -> result.<T>map(row)),
                        Connection::close,
                        (connection, failure) -> connection.close(),
                        Connection::close)
                .onErrorMap(
                        R2dbcException.class,
                        failure -> ConnectionFactoryUtils.convertR2dbcException("call", sql.text(), failure));
    }

    private Object[] values() {
        Object[] complete = new Object[values.length];
        for (int i = 0; i < complete.length; i++) {
            Object value = values[i];
            if (value == null) {
                throw new IllegalStateException("parameter " + (i + 1) + " has no value: " + sql.text());
            }
            complete[i] = value;
        }
        return complete;
    }
}
