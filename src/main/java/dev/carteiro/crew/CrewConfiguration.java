package dev.carteiro.crew;

import dev.carteiro.delivery.Pipelines;
import dev.carteiro.delivery.Retries;
import dev.carteiro.destination.Webhooks;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.routing.Router;
import dev.carteiro.store.Databases;
import dev.carteiro.store.Sweep;
import dev.carteiro.takeover.Takeovers;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class CrewConfiguration {

    private static final Clock CLOCK = Clock.systemUTC();

    /** Runs that ended a week ago, and those whose delivery is no more. */
    static final String FORGET = """
            DELETE FROM crew_run WHERE (event, destination) IN (
                SELECT event, destination FROM crew_run r
                WHERE r.ended_at < now() - interval '7 days'
                UNION ALL
                SELECT event, destination FROM crew_run r
                WHERE r.ended_at IS NULL AND r.begun_at < now() - interval '7 days' AND NOT EXISTS (
                          SELECT FROM delivery d WHERE d.event = r.event AND d.destination = r.destination)
                LIMIT :most)
            """;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider crewConnections() {
        return ConnectionProvider.builder("crews")
                .maxConnections(64)
                .pendingAcquireMaxCount(1_000)
                .maxIdleTime(Duration.ofSeconds(30))
                .build();
    }

    @Bean
    RunTable runTable(Databases databases) {
        return new RunTable(databases.bridge());
    }

    /** The front door comes later: what it is made of knows the destinations. */
    @Bean
    Crews.Inside crewInside(
            Databases databases,
            RunTable runTable,
            Takeovers takeovers,
            ObjectProvider<FrontDoor> door,
            Outgoing outgoing) {
        return new Crews.Inside(
                runTable,
                new Transcript(databases.bridge()),
                takeovers,
                new Proposing(door::getObject, CLOCK),
                outgoing.typing(),
                outgoing.meters());
    }

    /** What crews show and count. */
    record Outgoing(TypingShown typing, CrewMeters meters) {}

    @Bean
    Outgoing crewOutgoing(Router router, Pipelines pipelines, MeterRegistry meters) {
        return new Outgoing(new TypingShown(router, pipelines), new CrewMeters(meters, CLOCK));
    }

    @Bean
    CrewReader crewReader(
            Webhooks webhooks,
            ConnectionProvider crewConnections,
            AddressResolverGroup<InetSocketAddress> names,
            Crews.Inside crewInside) {
        HttpClient http = HttpClient.create(crewConnections)
                .resolver(names)
                .disableRetry(true) // a kickoff that may have been heard is not said twice
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 3_000);
        return new CrewReader(new Crews(webhooks, http, crewInside, CLOCK));
    }

    @Bean
    RouterFunction<ServerResponse> callbackApi(RunTable runTable, Retries retries) {
        return CallbackApi.routes(new CallbackHandler(runTable, retries));
    }

    /** Requests that a run's own name in their path lets in. */
    @Bean
    Predicate<ServerWebExchange> crewRequests() {
        return exchange -> exchange.getRequest().getPath().value().startsWith(CallbackApi.PATH);
    }

    @Bean
    Sweep crewSweep(Databases databases) {
        return new Sweep("crew-runs", databases.bridge(), List.of(FORGET), Schedulers.parallel());
    }
}
