package dev.carteiro.ingest;

import dev.carteiro.delivery.Intake;
import dev.carteiro.routing.Router;
import dev.carteiro.source.ConfiguredSources;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
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
    FrontDoor frontDoor(
            ConfiguredSources sources,
            Router router,
            Intake intake,
            IngestProperties properties,
            ObjectProvider<Witness> witnesses) {
        long limit = properties.maxBody().toBytes();
        return new FrontDoor(
                sources,
                router,
                intake,
                new JsonBody(limit),
                new FrontDoor.Surroundings(
                        Clock.systemUTC(), witnesses.orderedStream().toList()));
    }

    @Bean
    RouterFunction<ServerResponse> frontDoorApi(FrontDoor frontDoor, Callers callers, IngestProperties properties) {
        Bodies bodies =
                new Bodies(properties.maxBody().toBytes(), Runtime.getRuntime().maxMemory() / 4);
        return FrontDoorApi.routes(new IngestHandler(frontDoor, bodies, callers));
    }

    /** Which requests the sources' own guards look at, so that nobody else asks them for a token. */
    @Bean
    Predicate<ServerWebExchange> frontDoorRequests() {
        return exchange -> Knock.concerns(exchange.getRequest().getPath().value());
    }
}
