package dev.carteiro.console;

import dev.carteiro.event.Canonical;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /api/session}: the admin token for a cookie that no script can read and no other page can send. */
final class SessionHandler {

    private static final String TOKEN = "token";

    private final Guesses guesses;
    private final Sessions sessions;

    SessionHandler(Guesses guesses, Sessions sessions) {
        this.guesses = guesses;
        this.sessions = sessions;
    }

    Mono<ServerResponse> begin(ServerRequest request) {
        return Members.of(request, Set.of(TOKEN), "{\"token\": \"…\"}")
                .doOnNext(members -> check(request.exchange().getRequest(), members.text(TOKEN)))
                .flatMap(members -> sessions.begin())
                .flatMap(session -> cookie(request, session, Sessions.LENGTH));
    }

    private void check(ServerHttpRequest request, @Nullable String presented) {
        if (presented == null) {
            throw ApiProblem.badRequest("token is missing; send something like {\"token\": \"…\"}.");
        }
        if (!guesses.right(request, presented.strip())) {
            throw ApiProblem.of(
                    HttpStatus.UNAUTHORIZED,
                    "This is not the admin token. It is what CARTEIRO_ADMIN_TOKEN says; where that is not set, it is in"
                            + " the log's line event=admin-token-made.");
        }
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return sessions.end(request.cookies())
                .map(end -> shown(Canonical.time(end)))
                .defaultIfEmpty(shown(null))
                .flatMap(body -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(body));
    }

    private static Map<String, @Nullable Object> shown(@Nullable String end) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("expiresAt", end);
        return body;
    }

    Mono<ServerResponse> end(ServerRequest request) {
        return cookie(request, "", Duration.ZERO);
    }

    private static Mono<ServerResponse> cookie(ServerRequest request, String value, Duration age) {
        ResponseCookie cookie = ResponseCookie.from(Sessions.COOKIE, value)
                .path("/")
                .httpOnly(true)
                .secure(isSecure(request))
                .sameSite("Strict")
                .maxAge(age)
                .build();
        return ServerResponse.noContent().cookie(cookie).build();
    }

    /** Whoever lies about it keeps only their own browser from sending the cookie: no proxy has to be trusted for this. */
    private static boolean isSecure(ServerRequest request) {
        String forwarded = request.headers().firstHeader("X-Forwarded-Proto");
        String scheme = forwarded == null ? request.uri().getScheme() : forwarded.split(",", 2)[0].strip();
        return "https".equalsIgnoreCase(scheme);
    }
}
