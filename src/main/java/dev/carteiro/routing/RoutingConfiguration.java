package dev.carteiro.routing;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    @Bean
    Router router(MeterRegistry meters) {
        return new Router(Clock.systemUTC(), meters);
    }
}
