package dev.carteiro.ingest;

import dev.carteiro.delivery.Intake;
import dev.carteiro.network.Callers;
import dev.carteiro.routing.Router;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
class IngestConfiguration {

    @Bean
    FrontDoor frontDoor(
            ConfiguredSources sources,
            Router router,
            Intake intake,
            IngestProperties properties,
            ObjectProvider<Witness> witnesses,
            ObjectProvider<Tracing> tracing) {
        long limit = properties.maxBody().toBytes();
        return new FrontDoor(
                sources,
                router,
                intake,
                new JsonBody(limit),
                new FrontDoor.Surroundings(
                        Clock.systemUTC(), witnesses.orderedStream().toList(), tracing.getIfAvailable()));
    }

    @Bean
    IngestHandler ingestHandler(
            FrontDoor frontDoor, Callers callers, Drain drain, IngestProperties properties, MeterRegistry meters) {
        Bodies bodies =
                new Bodies(properties.maxBody().toBytes(), Runtime.getRuntime().maxMemory() / 4);
        return new IngestHandler(frontDoor, bodies, callers, drain, meters);
    }

    @Bean
    RouterFunction<ServerResponse> frontDoorApi(IngestHandler ingestHandler) {
        return FrontDoorApi.routes(ingestHandler);
    }

    @Bean
    HttpHandlerDecoratorFactory shortWay(ObjectProvider<IngestHandler> ingestHandler) {
        return others -> new ShortWay(ingestHandler.getObject(), others);
    }

    @Bean
    Drain drain(IngestProperties properties) {
        return new Drain(properties.drain(), Schedulers.parallel());
    }

    @Bean
    Parting parting(Drain drain) {
        return new Parting(drain);
    }

    /** Which requests the sources' own guards look at, so that nobody else asks them for a token. */
    @Bean
    Predicate<ServerWebExchange> frontDoorRequests() {
        return exchange -> Knock.concerns(exchange.getRequest().getPath().value());
    }
}
