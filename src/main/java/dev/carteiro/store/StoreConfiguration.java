package dev.carteiro.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.http.client.ReactorResourceFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
class StoreConfiguration {

    private static final int CONNECTIONS = 4;

    /** The server of our own; there is none where {@code CARTEIRO_DATABASE_URL} names another. */
    @Bean
    @Conditional(NoDatabaseUrl.class)
    EmbeddedDatabase embeddedDatabase(StoreProperties properties) {
        return new EmbeddedDatabase(properties.data());
    }

    @Bean
    DatabaseUrl databaseUrl(StoreProperties properties, ObjectProvider<EmbeddedDatabase> embedded) {
        DatabaseUrl given = properties.url();
        DatabaseUrl url = given != null ? given : embedded.getObject().url();
        Schema.migrate(url);
        return url;
    }

    /** On the event loops of the requests: what a commit answers is then sent by the thread that has heard of it. */
    @Bean
    Pools pools(DatabaseUrl url, ReactorResourceFactory loops) {
        return new Pools(url, loops.getLoopResources(), CONNECTIONS);
    }

    @Bean
    Databases databases(Pools pools, MeterRegistry meters, ObjectProvider<EmbeddedDatabase> embedded) {
        return new Databases(
                database(pools, "ingest", meters),
                database(pools, "delivery", meters),
                database(pools, "bridge", meters),
                database(pools, "console", meters),
                database(pools, "browsers", meters),
                embedded.getIfAvailable() != null);
    }

    /** Only the server of our own is ours to set. */
    @Bean
    @Conditional(NoDatabaseUrl.class)
    VacuumPace vacuumPace(Databases databases) {
        return new VacuumPace(databases.console(), databases::sent);
    }

    @Bean
    Notices notices(Pools pools, Databases databases) {
        return new Notices(pools.factory("notices"), databases.exclusive());
    }

    @Bean
    Durability database(Databases databases, MeterRegistry meters) {
        Durability durability = new Durability(databases.console());
        Gauge.builder("carteiro.store.durable", durability, Durability::durable)
                .description("1 where the database's commits survive a power cut, as far as was seen last")
                .register(meters);
        return durability;
    }

    private static Database database(Pools pools, String work, MeterRegistry meters) {
        Counter statements = Counter.builder("carteiro.sql.statements")
                .description("SQL statements sent to PostgreSQL")
                .tag("work", work)
                .register(meters);
        ConnectionPool pool = pools.open(work);
        new PoolMeters(meters, work, pool).show();
        return new Database(pool, statements);
    }

    static final class NoDatabaseUrl implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getEnvironment()
                    .getProperty("carteiro.database-url", "")
                    .isBlank();
        }
    }
}
