package dev.carteiro.destination;

import dev.carteiro.delivery.Pipelines;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class DestinationConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** Connections are pooled for each host; the pipelines bound how many are asked for. */
    @Bean(destroyMethod = "dispose")
    ConnectionProvider destinationConnections() {
        return ConnectionProvider.builder("destinations")
                .maxConnections(1_000)
                .pendingAcquireMaxCount(1_000)
                .maxIdleTime(Duration.ofSeconds(30)) // below the usual 60 s and more after which servers hang up
                .build();
    }

    @Bean
    DestinationMaker destinationMaker(
            ConnectionProvider destinationConnections, AddressResolverGroup<InetSocketAddress> names) {
        return new DestinationMaker(new HttpClients(destinationConnections, names, CONNECT), Clock.systemUTC());
    }

    @Bean
    Webhooks webhooks(AddressResolverGroup<InetSocketAddress> names) {
        return new Webhooks(new DestinationMaker(HttpClients.once(names, CONNECT), Clock.systemUTC()));
    }

    @Bean
    Destinations destinations(
            Pipelines pipelines, DestinationMaker destinationMaker, ObjectProvider<Adapter> adapters) {
        return new Destinations(
                pipelines::deploy, destinationMaker, adapters.orderedStream().toList());
    }
}
