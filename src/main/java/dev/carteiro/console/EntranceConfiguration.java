package dev.carteiro.console;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.carteiro.cluster.SharedKeys;
import dev.carteiro.network.Callers;
import dev.carteiro.source.ConfiguredSources;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/** Who gets in, and what there is to see before. */
@Configuration(proxyBeanMethods = false)
class EntranceConfiguration {

    private static final Logger log = LoggerFactory.getLogger(EntranceConfiguration.class);

    @Bean
    AdminToken adminToken(Environment environment) {
        return AdminToken.of(environment.getProperty("carteiro.admin-token"));
    }

    @Bean
    ApplicationListener<WebServerInitializedEvent> adminTokenAnnouncement(AdminToken token) {
        return started -> {
            int port = started.getWebServer().getPort();
            log.info("event=listening port={}", port);
            token.announce(port);
        };
    }

    @Bean
    Guesses guesses(AdminToken token, Callers callers, MeterRegistry meters) {
        return new Guesses(token, callers, meters, Ticker.systemTicker());
    }

    @Bean
    BridgeKeys bridgeKeys(AdminToken token, Guesses guesses, ConfiguredSources sources) {
        return new BridgeKeys(token, guesses, sources);
    }

    @Bean
    Sessions sessions(SharedKeys keys, AdminToken token) {
        return new Sessions(keys.key("session"), token, Clock.systemUTC());
    }

    @Bean
    KnownAdministrators administrators(Guesses guesses, Sessions sessions) {
        return new KnownAdministrators(guesses, sessions);
    }

    @Bean
    AdminGuard adminGuard(
            KnownAdministrators administrators, List<Predicate<ServerWebExchange>> guarded, BridgeKeys bridgeKeys) {
        return new AdminGuard(
                administrators, exchange -> guarded.stream().anyMatch(door -> door.test(exchange)), bridgeKeys);
    }

    @Bean
    AnswerHeaders answerHeaders(Predicate<ServerWebExchange> frontDoorRequests) {
        return new AnswerHeaders(frontDoorRequests);
    }

    @Bean
    RouterFunction<ServerResponse> sessionApi(Guesses guesses, Sessions sessions) {
        return SessionApi.routes(new SessionHandler(guesses, sessions));
    }

    @Bean
    Predicate<ServerWebExchange> sessionRequests() {
        return exchange -> SessionApi.isOpen(exchange.getRequest());
    }

    @Bean
    RouterFunction<ServerResponse> pages() {
        return Pages.load().routes();
    }

    @Bean
    Predicate<ServerWebExchange> pageRequests() {
        return exchange -> Pages.concern(exchange.getRequest());
    }

    /** What nobody else answers. */
    @Bean
    SimpleUrlHandlerMapping nothingElse() {
        WebHandler nothing = exchange -> Mono.error(() -> ApiProblem.notFound(
                "There is nothing at " + exchange.getRequest().getPath().value() + "."));
        return new SimpleUrlHandlerMapping(Map.of("/**", nothing), Ordered.LOWEST_PRECEDENCE);
    }
}
