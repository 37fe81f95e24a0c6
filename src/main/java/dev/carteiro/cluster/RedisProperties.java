package dev.carteiro.cluster;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What carries hints between replicas.
 *
 * @param redisUrl {@code redis://:password@host:6379}; absent means PostgreSQL alone
 */
@ConfigurationProperties("carteiro")
record RedisProperties(@Nullable String redisUrl) {}
