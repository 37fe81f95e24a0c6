package dev.carteiro.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A database that is a function from statements to rows. */
public final class ScriptedDatabase {

    private ScriptedDatabase() {}

    /** What is to be run: its text, and its parameters in their order there. */
    public record Asked(String sql, List<Object> parameters) {

        public Asked {
            parameters = List.copyOf(parameters);
        }
    }

    public static Database answering(Function<Asked, Flux<Map<String, @Nullable Object>>> answers) {
        ConnectionFactoryMetadata metadata = () -> "PostgreSQL";
        ConnectionFactory connections = new ConnectionFactory() {
            @Override
            public Publisher<? extends Connection> create() {
                return Mono.fromSupplier(() -> connection(answers));
            }

            @Override
            public ConnectionFactoryMetadata getMetadata() {
                return metadata;
            }
        };
        return new Database(connections, new SimpleMeterRegistry().counter("statements"));
    }

    /** From a database that nobody asks. */
    public static Notices notices() {
        return new Notices(
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host("localhost")
                        .username("nobody")
                        .build()),
                false);
    }

    private static Connection connection(Function<Asked, Flux<Map<String, @Nullable Object>>> answers) {
        return fake(Connection.class, (proxy, method, values) -> switch (method.getName()) {
            case "createStatement" -> statement((String) values[0], answers);
            case "close" -> Mono.empty();
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static Statement statement(String sql, Function<Asked, Flux<Map<String, @Nullable Object>>> answers) {
        Map<Integer, Object> bound = new TreeMap<>();
        return fake(Statement.class, (proxy, method, values) -> switch (method.getName()) {
            case "bind" -> {
                bound.put((Integer) values[0], plain(values[1]));
                yield proxy;
            }
            case "execute" ->
                Flux.defer(() -> Flux.just(result(answers.apply(new Asked(sql, new ArrayList<>(bound.values()))))));
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static Object plain(Object value) {
        return value instanceof Parameter parameter ? Objects.requireNonNull(parameter.getValue()) : value;
    }

    private static Result result(Flux<Map<String, @Nullable Object>> rows) {
        return fake(Result.class, (proxy, method, values) -> {
            if (method.getName().equals("getRowsUpdated")) {
                return rows.count();
            }
            if (!method.getName().equals("map") || !(values[0] instanceof Function<?, ?> mapping)) {
                throw new UnsupportedOperationException(method.toString());
            }
            @SuppressWarnings("unchecked") // as Result declares it
            Function<Readable, Object> function = (Function<Readable, Object>) mapping;
            return rows.map(row -> function.apply(readable(row)));
        });
    }

    private static Readable readable(Map<String, @Nullable Object> row) {
        return fake(
                Readable.class,
                (proxy, method, values) -> values[0] instanceof Integer place
                        ? place < row.size() ? new ArrayList<>(row.values()).get(place) : null
                        : row.get(String.valueOf(values[0])));
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
