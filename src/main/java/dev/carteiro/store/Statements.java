package dev.carteiro.store;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.Wrapped;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The statements of the connections that were used last. The driver reads the text of each statement that it makes, which
 * costs more memory than all the rest of a call; but it lets one be run again with other values of the same types.
 */
final class Statements {

    /** More than any pool of ours has. */
    private static final int CONNECTIONS = 16;

    private final Map<Connection, Map<Sql, Kept>> kept =
            Collections.synchronizedMap(new LinkedHashMap<>(CONNECTIONS, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Connection, Map<Sql, Kept>> eldest) {
                    return size() > CONNECTIONS;
                }
            });

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(Statement statement, Object[] types) {}

    /** One whose parameters have these values, for the only user that {@code pooled} has now. */
    Statement bound(Connection pooled, Sql sql, Object[] values) {
        Statement statement = statement(pooled, sql, values);
        for (int i = 0; i < values.length; i++) {
            statement.bind(i, values[i]);
        }
        return statement;
    }

    private Statement statement(Connection pooled, Sql sql, Object[] values) {
        if (!(pooled instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof Connection connection)) {
            return pooled.createStatement(sql.text());
        }
        Map<Sql, Kept> own = kept.computeIfAbsent(connection, next -> new ConcurrentHashMap<>());
        Object[] types = types(values);
        Kept known = own.computeIfAbsent(sql, next -> new Kept(connection.createStatement(sql.text()), types));
        // What the driver knows of a statement that was prepared for other types would be wrong.
        return Arrays.equals(known.types(), types) ? known.statement() : connection.createStatement(sql.text());
    }

    private static Object[] types(Object[] values) {
        Object[] types = new Object[values.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = values[i] instanceof Series series ? series.type() : values[i].getClass();
        }
        return types;
    }
}
