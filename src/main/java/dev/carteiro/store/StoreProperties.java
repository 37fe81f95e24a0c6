package dev.carteiro.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where events are kept.
 *
 * @param databaseUrl {@code postgresql://user:pass@host:5432/db}; absent means a PostgreSQL of our own
 * @param data the folder of our own PostgreSQL
 */
@ConfigurationProperties("carteiro")
record StoreProperties(
        @Nullable String databaseUrl,
        @DefaultValue("./data") Path data) {

    @Nullable DatabaseUrl url() {
        return databaseUrl == null || databaseUrl.isBlank() ? null : DatabaseUrl.parse(databaseUrl);
    }
}
