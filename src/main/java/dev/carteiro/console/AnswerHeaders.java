package dev.carteiro.console;

import java.util.Map;
import java.util.function.Predicate;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What each answer tells a browser, unless its route says otherwise: it is what it says that it is, and is kept by nobody, shown
 * in nobody's frame and run as nobody's page.
 */
final class AnswerHeaders implements WebFilter, Ordered {

    private static final Map<String, String> USUAL = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "Content-Security-Policy",
            "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            HttpHeaders.CACHE_CONTROL,
            "no-store");

    private final Predicate<ServerWebExchange> senders;

    /** {@code senders} are the requests of programs, which care for none of this. */
    AnswerHeaders(Predicate<ServerWebExchange> senders) {
        this.senders = senders;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpResponse response = exchange.getResponse();
        if (!senders.test(exchange)) {
            response.beforeCommit(() -> {
                complete(response.getHeaders());
                return Mono.empty();
            });
        }
        return chain.filter(exchange);
    }

    private static void complete(HttpHeaders headers) {
        USUAL.forEach((name, value) -> {
            if (!headers.containsHeader(name)) {
                headers.set(name, value);
            }
        });
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }
}
