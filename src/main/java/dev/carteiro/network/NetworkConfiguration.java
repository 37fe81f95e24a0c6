package dev.carteiro.network;

import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    @Bean(destroyMethod = "close")
    AddressResolverGroup<InetSocketAddress> names() {
        return Names.resolver(null);
    }
}
