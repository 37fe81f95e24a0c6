package dev.carteiro.cluster;

import io.lettuce.core.RedisURI;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import reactor.core.scheduler.Schedulers;

/** Apart from the rest, so that no class of Redis is touched where there is none. */
@Configuration(proxyBeanMethods = false)
@Conditional(RedisConfiguration.RedisUrlIsSet.class)
@EnableConfigurationProperties(RedisProperties.class)
class RedisConfiguration {

    @Bean
    Redis redisCarrier(RedisProperties properties, SharedKeys keys, MeterRegistry meters) {
        RedisURI uri = RedisUrl.parse(String.valueOf(properties.redisUrl()));
        Redis redis = new Redis(uri, keys.key("redis").map(key -> key.substring(0, 16)), Schedulers.parallel());
        Gauge.builder("carteiro.redis.connected", redis, one -> one.connected() ? 1 : 0)
                .description("1 while Redis answers, 0 while it does not")
                .register(meters);
        return redis;
    }

    @Bean
    RedisPurse redisPurse(Redis redisCarrier) {
        return new RedisPurse(redisCarrier, Schedulers.parallel());
    }

    @Bean
    RedisHealth redis(Redis redisCarrier) {
        return new RedisHealth(redisCarrier);
    }

    static final class RedisUrlIsSet implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("carteiro.redis-url", "")
                    .isBlank();
        }
    }
}
