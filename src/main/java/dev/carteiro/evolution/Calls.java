package dev.carteiro.evolution;

import dev.carteiro.network.Exchange;
import dev.carteiro.network.Exchanges;
import dev.carteiro.network.Question;
import dev.carteiro.network.Question.Content;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Calls to one Evolution server with one key. */
final class Calls {

    private final Exchanges exchanges;
    private final String base;
    private final Duration patience;

    Calls(HttpClient http, URI url, String apiKey, Duration patience) {
        this.exchanges = new Exchanges(http, headers -> headers.set("apikey", apiKey));
        this.base = url.toString().replaceFirst("/+$", "");
        this.patience = patience;
    }

    Mono<Exchange> json(HttpMethod method, String path, @Nullable Object body) {
        return exchange(method, path, body == null ? null : new Content.Json(body));
    }

    Mono<Exchange> exchange(HttpMethod method, String path, @Nullable Content content) {
        return exchanges.whole(new Question(method, base + path, content, patience), Replies.LONGEST);
    }

    /** For an answer that is too long to be had in whole. */
    <T> Mono<T> streamed(
            String path,
            Object body,
            BiFunction<Integer, Flux<byte[]>, Mono<T>> use,
            Function<Exchange.Unanswered, T> otherwise) {
        return exchanges.streamed(
                new Question(HttpMethod.POST, base + path, new Content.Json(body), patience), use, otherwise);
    }

    /** An instance's name as one step of a path. */
    static String segment(String instance) {
        return UriUtils.encodePathSegment(instance, StandardCharsets.UTF_8);
    }
}
