package dev.carteiro.network;

import dev.carteiro.config.HttpUrl;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.resolver.AddressResolverGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Fetches files from URLs that others have written into an event. It goes to public addresses and to those that are
 * allowed, follows a few redirects with the same care, and sends nothing of ours along.
 */
public final class MediaFetcher {

    /** Chatwoot sends to its storage, which may send on. */
    private static final int MOST_REDIRECTS = 3;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient http;
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Supplier<AllowList> allowed;
    private final Limits limits;

    /**
     * How much is enough.
     *
     * @param bytes of one file
     * @param connect until there is a connection
     * @param silence while an answer is awaited, and between its parts
     * @param whole until everything is there and used
     */
    record Limits(long bytes, Duration connect, Duration silence, Duration whole) {

        static final Limits USUAL =
                new Limits(100L << 20, Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMinutes(10));
    }

    MediaFetcher(AddressResolverGroup<InetSocketAddress> names, Supplier<AllowList> allowed, Limits limits) {
        this.names = names;
        this.allowed = allowed;
        this.limits = limits;
        // No pool: a connection that is kept was allowed once, and may no longer be.
        http = HttpClient.newConnection()
                .resolver(new GuardedNames(names, allowed))
                .protocol(HttpProtocol.HTTP11)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.connect().toMillis())
                .responseTimeout(limits.silence())
                .headers(headers -> headers.set("user-agent", "Carteiro"));
    }

    /** One that may ask {@code host} as well, because we speak to it anyway; null for no other. */
    public MediaFetcher trusting(@Nullable String host) {
        return host == null ? this : new MediaFetcher(names, () -> allowed.get().and(host), limits);
    }

    /**
     * Fetches {@code url} when subscribed and gives what came of it to {@code use}, whose end is the end of the
     * connection and which must not be empty. Trouble on the way is an {@link IOException}.
     */
    public <T> Mono<T> fetch(String url, Function<Fetched, Mono<T>> use) {
        return Mono.defer(() -> hop(url, 0, use))
                .timeout(limits.whole(), Mono.error(() -> new IOException("the file was not there in time")));
    }

    private <T> Mono<T> hop(String url, int redirects, Function<Fetched, Mono<T>> use) {
        URI address = address(url);
        if (address == null) {
            return use.apply(new Fetched.Denied("its address is no http or https URL of a host"));
        }
        return http.get()
                .uri(address.toASCIIString())
                .<Step<T>>response((response, body) -> step(address, response, body, use))
                .single()
                .onErrorMap(ReadTimeoutException.class, this::silent)
                .onErrorMap(failure -> Unreachable.of(failure, address.toASCIIString()))
                .onErrorResume(
                        ForbiddenAddressException.class,
                        forbidden -> use.apply(new Fetched.Denied(String.valueOf(forbidden.getMessage())))
                                .map(Done::new))
                .flatMap(step -> switch (step) {
                    case Done<T> done -> Mono.just(done.result());
                    case Elsewhere<T> elsewhere
                    when redirects == MOST_REDIRECTS ->
                        use.apply(new Fetched.Denied(
                                "it is more than " + MOST_REDIRECTS + " redirects away from its address"));
                    case Elsewhere<T> elsewhere -> hop(elsewhere.url(), redirects + 1, use);
                });
    }

    private sealed interface Step<T> {}

    private record Done<T>(T result) implements Step<T> {}

    private record Elsewhere<T>(String url) implements Step<T> {}

    private <T> Mono<Step<T>> step(
            URI address, HttpClientResponse response, ByteBufFlux body, Function<Fetched, Mono<T>> use) {
        String location = response.responseHeaders().get("location");
        int status = response.status().code();
        if (REDIRECTS.contains(status) && location != null) {
            return Mono.just(new Elsewhere<>(resolved(address, location)));
        }
        return use.apply(status == 200 ? found(response, body) : new Fetched.Absent(status))
                .map(Done::new);
    }

    private Fetched found(HttpClientResponse response, ByteBufFlux body) {
        Long length = length(response.responseHeaders().get("content-length"));
        if (length != null && length > limits.bytes()) {
            return new Fetched.Denied("it has " + length + " bytes, and " + limits.bytes() + " are the most");
        }
        return new Fetched.Found(response.responseHeaders().get("content-type"), length, bounded(body));
    }

    private Flux<byte[]> bounded(ByteBufFlux body) {
        return Flux.defer(() -> {
            AtomicLong read = new AtomicLong();
            return body.asByteArray()
                    .doOnNext(bytes -> {
                        if (read.addAndGet(bytes.length) > limits.bytes()) {
                            throw new MediaTooLargeException(limits.bytes());
                        }
                    })
                    .onErrorMap(ReadTimeoutException.class, this::silent);
        });
    }

    private IOException silent(ReadTimeoutException late) {
        return new IOException("the server was silent for " + limits.silence().toMillis() + " ms", late);
    }

    private static @Nullable Long length(@Nullable String header) {
        return header != null && header.matches("\\d{1,18}") ? Long.valueOf(header) : null;
    }

    private static @Nullable URI address(String url) {
        try {
            return HttpUrl.parse(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** An empty text, which is no URL, where {@code location} is none. */
    private static String resolved(URI address, String location) {
        try {
            return address.resolve(location).toString();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
