package dev.carteiro.ingest;

import dev.carteiro.delivery.Intake;
import dev.carteiro.routing.Router;
import dev.carteiro.source.ConfiguredSources;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
class IngestConfiguration {

    @Bean
    Callers callers() {
        return new Callers();
    }

    @Bean
    RouterFunction<ServerResponse> frontDoor(
            ConfiguredSources sources, Router router, Intake intake, Callers callers, IngestProperties properties) {
        long limit = properties.maxBody().toBytes();
        FrontDoor door = new FrontDoor(sources, router, intake, new JsonBody(limit), Clock.systemUTC());
        Bodies bodies = new Bodies(limit, Runtime.getRuntime().maxMemory() / 4);
        return FrontDoorApi.routes(new IngestHandler(door, bodies, callers));
    }

    /** Which requests the sources' own guards look at, so that nobody else asks them for a token. */
    @Bean
    Predicate<ServerWebExchange> frontDoorRequests() {
        return exchange -> Knock.concerns(exchange.getRequest().getPath().value());
    }
}
