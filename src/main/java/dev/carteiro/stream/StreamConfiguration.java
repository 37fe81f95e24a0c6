package dev.carteiro.stream;

import dev.carteiro.cluster.SharedKeys;
import dev.carteiro.cluster.Wakeups;
import dev.carteiro.eventlog.LogReader;
import dev.carteiro.signature.Administrators;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServer;
import reactor.pool.PoolBuilder;

@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    private static final int FRAMES = 4_096;

    /** So many may read the past at the same time; the others wait for their turn. */
    private static final int READERS = 16;

    private static final int LOST_AFTER_MILLIS = 25_000;

    @Bean
    BrowserAccess browserAccess() {
        return new BrowserAccess();
    }

    @Bean
    Subscriptions subscriptions(SharedKeys keys, BrowserAccess browserAccess) {
        return new Subscriptions(keys.key("subscription"), browserAccess, Clock.systemUTC());
    }

    @Bean(destroyMethod = "dispose")
    Scheduler liveScheduler() {
        return Schedulers.newSingle("live", true);
    }

    @Bean
    Ring ring() {
        return new Ring(FRAMES, Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 16));
    }

    @Bean
    StreamMeters streamMeters(MeterRegistry meters) {
        return new StreamMeters(meters);
    }

    @Bean
    Live live(LogReader log, Ring ring, StreamMeters streamMeters, Scheduler liveScheduler, Wakeups wakeups) {
        Watchers watchers = new Watchers(ring, liveScheduler, Clock.systemUTC());
        Live live = new Live(log, ring, watchers, streamMeters, liveScheduler);
        live.listenTo(wakeups);
        return live;
    }

    @Bean
    RouterFunction<ServerResponse> eventsApi(
            Live live, LogReader log, Snapshot snapshot, EventsHandler.Guards guards, StreamMeters streamMeters) {
        Feed feed = new Feed(
                live,
                log,
                PoolBuilder.from(Mono.fromSupplier(Object::new))
                        .sizeBetween(0, READERS)
                        .buildPool(),
                snapshot,
                Clock.systemUTC());
        return EventsApi.routes(
                new EventsHandler(feed, guards, new HandshakeWebSocketService(), streamMeters, Clock.systemUTC()));
    }

    @Bean
    EventsHandler.Guards streamGuards(
            Administrators administrators, Subscriptions subscriptions, BrowserAccess browserAccess) {
        return new EventsHandler.Guards(administrators, subscriptions, browserAccess);
    }

    /** Requests that are let in by a subscription's token. */
    @Bean
    Predicate<ServerWebExchange> streamRequests() {
        return StreamConfiguration::concerns;
    }

    private static boolean concerns(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        return path.equals(EventsApi.PATH) || path.equals(EventsApi.WEB_SOCKET);
    }

    /** Pages of other origins may read the stream where they are configured, and nothing else. */
    @Bean
    CorsWebFilter streamCors(BrowserAccess browserAccess) {
        return new CorsWebFilter(exchange -> {
            // A WebSocket's origin is looked at where it is opened: by its host alone, since TLS may end in front of
            // us.
            if (!exchange.getRequest().getPath().value().equals(EventsApi.PATH)) {
                return null;
            }
            CorsConfiguration cors = new CorsConfiguration();
            cors.setAllowedOrigins(browserAccess.current().origins());
            cors.setAllowedMethods(List.of(HttpMethod.GET.name()));
            cors.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION, "Last-Event-ID", HttpHeaders.CACHE_CONTROL));
            cors.setAllowCredentials(true);
            cors.setMaxAge(Duration.ofHours(1));
            return cors;
        });
    }

    /**
     * A peer that is gone without a word is noticed by what it no longer acknowledges: pings, at the latest. Who connects and
     * says nothing is let go; not soon, because a sender that keeps its connection must not find it closed.
     */
    @Bean
    NettyServerCustomizer lostPeers() {
        return server -> {
            HttpServer patient = server.idleTimeout(Duration.ofMinutes(10));
            return Epoll.isAvailable()
                    ? patient.childOption(EpollChannelOption.TCP_USER_TIMEOUT, LOST_AFTER_MILLIS)
                    : patient;
        };
    }
}
