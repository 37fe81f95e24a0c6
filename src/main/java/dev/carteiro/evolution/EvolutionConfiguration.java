package dev.carteiro.evolution;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class EvolutionConfiguration {

    /** One for each open stream, and a few for requests; as many as OkHttp runs at once. */
    private static final int READERS = 64;

    /** Its threads read the streams, and wait where they come in faster than they can be written down. */
    @Bean(destroyMethod = "shutdownNow")
    ThreadPoolExecutor streamReaders() {
        return new ThreadPoolExecutor(
                0,
                READERS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("evolution-stream-", 1).factory());
    }

    @Bean
    EvolutionStream evolutionStream(ThreadPoolExecutor streamReaders) {
        OkHttpClient http = new OkHttpClient.Builder()
                .dispatcher(new Dispatcher(streamReaders))
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(Duration.ofMinutes(1)) // a poll is held for 25 s
                .build();
        return new EvolutionStream(http, Schedulers.parallel(), Clock.systemUTC());
    }

    /** Calls of people and of listeners: few, and to hosts of our own. */
    @Bean(destroyMethod = "dispose")
    ConnectionProvider evolutionConnections() {
        return ConnectionProvider.builder("evolution")
                .maxConnections(32)
                .pendingAcquireMaxCount(256)
                .maxIdleTime(Duration.ofSeconds(4)) // Node closes what is idle for 5 s
                .build();
    }

    @Bean
    Servers servers(ConnectionProvider evolutionConnections, AddressResolverGroup<InetSocketAddress> names) {
        return new Servers(HttpClient.create(evolutionConnections)
                .resolver(names)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 3_000));
    }
}
