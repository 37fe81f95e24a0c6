package dev.carteiro.cluster;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

/** Whether Redis answers. It never says down: without it everything is done, only later. */
final class RedisHealth implements ReactiveHealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final Carrier redis;

    RedisHealth(Carrier redis) {
        this.redis = redis;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> {
            boolean connected = redis.connected();
            return Health.status(connected ? Status.UP : DEGRADED)
                    .withDetail("connected", connected)
                    .build();
        });
    }
}
