package dev.carteiro.console;

import dev.carteiro.signature.Administrators;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Knows them by the admin token, or by a session that was begun with it. */
final class KnownAdministrators implements Administrators {

    private static final String BEARER = "Bearer ";

    private final Guesses guesses;
    private final Sessions sessions;

    KnownAdministrators(Guesses guesses, Sessions sessions) {
        this.guesses = guesses;
        this.sessions = sessions;
    }

    /** Who shows a token is judged by that alone, so that it works while the database is away. */
    @Override
    public Mono<Boolean> admits(ServerHttpRequest request) {
        return Mono.defer(() -> {
            String presented = bearer(request);
            return presented != null
                    ? Mono.just(guesses.right(request, presented))
                    : sessions.end(request.getCookies()).hasElement().map(known -> known && isOurPage(request));
        });
    }

    private static @Nullable String bearer(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private static boolean isOurPage(ServerHttpRequest request) {
        if (SameOrigin.isHarmless(request) || SameOrigin.sent(request)) {
            return true;
        }
        throw ApiProblem.of(
                HttpStatus.FORBIDDEN,
                "With a session's cookie this is only for Carteiro's own pages: the request says neither"
                        + " \"Sec-Fetch-Site: same-origin\" nor an Origin that is its Host.");
    }
}
