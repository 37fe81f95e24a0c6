package dev.carteiro.console;

import dev.carteiro.signature.Administrators;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Lets only administrators past, but to doors that have guards of their own, and to health. */
final class AdminGuard implements WebFilter, Ordered {

    private static final String HEALTH = "/actuator/health";

    private final Administrators administrators;
    private final Predicate<ServerWebExchange> guarded;
    private final BridgeKeys bridgeKeys;

    /** {@code guarded} are the requests that somebody else looks at. */
    AdminGuard(Administrators administrators, Predicate<ServerWebExchange> guarded, BridgeKeys bridgeKeys) {
        this.administrators = administrators;
        this.guarded = guarded;
        this.bridgeKeys = bridgeKeys;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (guarded.test(exchange) || isHealth(request)) {
            return chain.filter(exchange);
        }
        return Mono.defer(() -> showsBridgeKey(request) ? Mono.just(true) : administrators.admits(request))
                .map(admitted -> admitted ? Optional.<ErrorResponseException>empty() : Optional.of(unknown()))
                .onErrorResume(ErrorResponseException.class, refusal -> Mono.just(Optional.of(refusal)))
                .flatMap(refusal -> refusal.isEmpty() ? chain.filter(exchange) : refuse(exchange, refusal.get()));
    }

    private static boolean isHealth(ServerHttpRequest request) {
        String path = request.getPath().value();
        return path.equals(HEALTH) || path.startsWith(HEALTH + "/");
    }

    private boolean showsBridgeKey(ServerHttpRequest request) {
        return BridgeKeys.concerns(request.getPath().value()) && bridgeKeys.admit(request);
    }

    private static ErrorResponseException unknown() {
        ApiProblem problem = ApiProblem.of(
                HttpStatus.UNAUTHORIZED,
                "This needs the header \"Authorization: Bearer …\" with CARTEIRO_ADMIN_TOKEN, or a session's cookie; where"
                        + " that is not set, the token is in the log's line event=admin-token-made.");
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return problem;
    }

    /** In front of everything that would write it otherwise. */
    private static Mono<Void> refuse(ServerWebExchange exchange, ErrorResponseException refusal) {
        HttpStatusCode status = refusal.getStatusCode();
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().putAll(refusal.getHeaders());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", String.valueOf(refusal.getBody().getTitle()));
        problem.put("status", status.value());
        problem.put("detail", String.valueOf(refusal.getBody().getDetail()));
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
