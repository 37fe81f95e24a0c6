package dev.carteiro.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import java.util.function.ToIntFunction;

/** How busy a pool is, as metrics. */
record PoolMeters(MeterRegistry registry, String work, ConnectionPool pool) {

    void show() {
        gauge("open", "Connections to PostgreSQL that are open", PoolMetrics::allocatedSize);
        gauge("busy", "Of these, those that somebody works with", PoolMetrics::acquiredSize);
        gauge("most", "How many there may be", PoolMetrics::getMaxAllocatedSize);
        gauge("awaited", "How many wait for one", PoolMetrics::pendingAcquireSize);
    }

    private void gauge(String what, String description, ToIntFunction<PoolMetrics> value) {
        Gauge.builder(
                        "carteiro.sql.connections." + what,
                        pool,
                        it -> it.getMetrics().map(value::applyAsInt).orElse(0))
                .description(description)
                .tag("work", work)
                .register(registry);
    }
}
