package dev.carteiro.network;

import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    @Bean
    ReactorResourceFactory eventLoops() {
        return new EventLoops();
    }

    @Bean(destroyMethod = "close")
    AddressResolverGroup<InetSocketAddress> names() {
        return Names.resolver(null);
    }

    @Bean
    Callers callers() {
        return new Callers();
    }

    @Bean
    MediaAccess mediaAccess() {
        return new MediaAccess();
    }

    @Bean
    MediaFetcher mediaFetcher(AddressResolverGroup<InetSocketAddress> names, MediaAccess access) {
        return new MediaFetcher(names, access::current, MediaFetcher.Limits.USUAL);
    }

    /** Its threads wait for the disk. */
    @Bean(destroyMethod = "dispose")
    Scheduler mediaScheduler() {
        return Schedulers.newBoundedElastic(8, 10_000, "media", 60, true);
    }

    @Bean
    Spool spool(Scheduler mediaScheduler) {
        return new Spool(mediaScheduler, MediaFetcher.Limits.USUAL.bytes());
    }
}
