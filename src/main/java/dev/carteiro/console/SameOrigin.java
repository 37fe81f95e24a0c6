package dev.carteiro.console;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Tells the requests of our own pages from those that another page makes a browser send, with the cookies it has for us. */
final class SameOrigin {

    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private SameOrigin() {}

    /** Whether the answer cannot be read by another page, and nothing changes. */
    static boolean isHarmless(ServerHttpRequest request) {
        // Any page may open a WebSocket to anybody, and read what comes.
        return HARMLESS.contains(request.getMethod()) && !request.getHeaders().containsHeader(HttpHeaders.UPGRADE);
    }

    /** Whether the browser says that a page of ours has sent it. */
    static boolean sent(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String site = headers.getFirst("Sec-Fetch-Site");
        // Browsers leave it out where a page came over plain HTTP and not from their own machine.
        return site == null
                ? isOurs(headers.getOrigin(), headers.getFirst(HttpHeaders.HOST))
                : site.equals("same-origin");
    }

    /** The scheme is not compared: behind a proxy that ends TLS we do not know our own. */
    private static boolean isOurs(@Nullable String origin, @Nullable String host) {
        if (origin == null || host == null) {
            return false;
        }
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
