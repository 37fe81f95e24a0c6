package dev.carteiro.signature;

import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Who may do everything. */
public interface Administrators {

    /**
     * Whether an administrator asks: by the admin token as Bearer, or by the cookie of a browser's session. Fails with the
     * {@code ErrorResponseException} to answer with where that cannot be known while the database is away (503), and where
     * a page of somebody else makes a browser send its cookie (403). The latter is looked for in requests that change
     * something and in those that open a WebSocket.
     */
    Mono<Boolean> admits(ServerHttpRequest request);
}
