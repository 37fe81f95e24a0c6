package dev.carteiro.destination;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The clients that all senders share: HTTP/1.1, and HTTP/2 for destinations that are said to speak it. */
final class HttpClients {

    private final HttpClient http1;
    private final HttpClient http2;
    private final HttpClient http2Clear;

    HttpClients(ConnectionProvider connections, AddressResolverGroup<?> names, Duration connectTimeout) {
        this(HttpClient.create(connections), names, connectTimeout);
    }

    private HttpClients(HttpClient client, AddressResolverGroup<?> names, Duration connectTimeout) {
        http1 = client.resolver(names)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .protocol(HttpProtocol.HTTP11);
        http2 = http1.protocol(HttpProtocol.H2, HttpProtocol.HTTP11);
        // Without TLS nothing is negotiated: RFC 9113 did away with the upgrade, which sent the first body as HTTP/1.1.
        http2Clear = http1.protocol(HttpProtocol.H2C);
    }

    /**
     * Those with a connection for each request, that say nothing twice: a pooled one may turn out to be closed in the moment
     * of sending, and then nobody knows whether the request was read.
     */
    static HttpClients once(AddressResolverGroup<?> names, Duration connectTimeout) {
        return new HttpClients(
                HttpClient.create(ConnectionProvider.newConnection()).disableRetry(true), names, connectTimeout);
    }

    /** For those who will not send anything: there is nothing to be closed. */
    static HttpClients idle() {
        return new HttpClients(
                ConnectionProvider.newConnection(), DefaultAddressResolverGroup.INSTANCE, Duration.ofSeconds(3));
    }

    /** The client for a URL, which may be another one at each attempt. */
    Function<String, HttpClient> speaking(boolean http2) {
        return url -> http2 ? forHttp2(url) : http1;
    }

    private HttpClient forHttp2(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith("https:") ? http2 : http2Clear;
    }
}
