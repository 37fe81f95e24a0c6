package dev.carteiro.chatwoot;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class ChatwootConfiguration {

    @Bean(destroyMethod = "dispose")
    ConnectionProvider chatwootConnections() {
        return ConnectionProvider.builder("chatwoot")
                .maxConnections(64)
                .pendingAcquireMaxCount(1_000)
                .maxIdleTime(Duration.ofSeconds(15)) // Puma closes what is idle for 20 s
                .build();
    }

    @Bean
    Chatwoots chatwoots(ConnectionProvider chatwootConnections, AddressResolverGroup<InetSocketAddress> names) {
        return new Chatwoots(HttpClient.create(chatwootConnections)
                .resolver(names)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 3_000));
    }
}
