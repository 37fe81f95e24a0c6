package dev.carteiro.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;

/** A database to which nothing is sent. */
public final class Nowhere {

    private Nowhere() {}

    public static Database database() {
        var nobody =
                PostgresqlConnectionConfiguration.builder().host("localhost").username("nobody");
        return new Database(
                new PostgresqlConnectionFactory(nobody.build()), new SimpleMeterRegistry().counter("statements"));
    }
}
