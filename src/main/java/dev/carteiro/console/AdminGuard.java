package dev.carteiro.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Lets nobody past without the admin token, but to doors that have guards of their own, and to health. */
final class AdminGuard implements WebFilter, Ordered {

    private static final String BEARER = "Bearer ";
    private static final String HEALTH = "/actuator/health";

    private final AdminToken token;
    private final Predicate<ServerWebExchange> guarded;
    private final BridgeKeys bridgeKeys;

    /** {@code guarded} are the requests that somebody else looks at. */
    AdminGuard(AdminToken token, Predicate<ServerWebExchange> guarded, BridgeKeys bridgeKeys) {
        this.token = token;
        this.guarded = guarded;
        this.bridgeKeys = bridgeKeys;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (guarded.test(exchange) || isHealth(exchange.getRequest()) || admitted(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        return refuse(exchange);
    }

    private static boolean isHealth(ServerHttpRequest request) {
        String path = request.getPath().value();
        return path.equals(HEALTH) || path.startsWith(HEALTH + "/");
    }

    private boolean admitted(ServerHttpRequest request) {
        if (BridgeKeys.concerns(request.getPath().value()) && bridgeKeys.admit(request)) {
            return true;
        }
        String presented = presented(request);
        return presented != null && token.matches(presented);
    }

    private static @Nullable String presented(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private static Mono<Void> refuse(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.UNAUTHORIZED);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", HttpStatus.UNAUTHORIZED.getReasonPhrase());
        problem.put("status", HttpStatus.UNAUTHORIZED.value());
        problem.put(
                "detail",
                "This needs the header \"Authorization: Bearer …\" with CARTEIRO_ADMIN_TOKEN; where that is not set, the"
                        + " token is in the log's line event=admin-token-made.");
        problem.put("instance", exchange.getRequest().getPath().value());
        byte[] body = JsonMapper.shared().writeValueAsBytes(problem);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 100;
    }
}
