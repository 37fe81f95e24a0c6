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

    @Bean
    MediaAccess mediaAccess() {
        return new MediaAccess();
    }

    @Bean
    MediaFetcher mediaFetcher(AddressResolverGroup<InetSocketAddress> names, MediaAccess access) {
        return new MediaFetcher(names, access::current, MediaFetcher.Limits.USUAL);
    }
}
