package dev.carteiro.stream;

import dev.carteiro.signature.Administrators;
import dev.carteiro.store.Cause;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.http.server.HttpServerResponse;

/** {@code GET /events} over SSE, {@code GET /events/ws} over WebSocket: who asks, for what, and the way out. */
final class EventsHandler {

    /** The cookie that may hold a subscription's token. */
    static final String COOKIE = "carteiro-subscription";

    private static final Logger log = LoggerFactory.getLogger(EventsHandler.class);
    private static final String BEARER = "Bearer ";

    private final Feed feed;
    private final Guards guards;
    private final WebSocketService webSockets;
    private final StreamMeters meters;
    private final Clock clock;

    EventsHandler(Feed feed, Guards guards, WebSocketService webSockets, StreamMeters meters, Clock clock) {
        this.feed = feed;
        this.guards = guards;
        this.webSockets = webSockets;
        this.meters = meters;
        this.clock = clock;
    }

    /** Who knows who may see what. */
    record Guards(Administrators administrators, Subscriptions subscriptions, BrowserAccess access) {}

    Mono<ServerResponse> events(ServerRequest request) {
        return wish(request)
                .flatMap(wish -> stream(response -> signals(wish, response)))
                .onErrorResume(StreamProblem.class, problem -> problem.answer(request))
                // What is over in a while must not be an error: an EventSource that has seen one never comes back.
                .onErrorResume(away -> stream(response -> Flux.just(Watchers.farewell())));
    }

    private static Mono<ServerResponse> stream(Function<ServerHttpResponse, Flux<Signal>> signals) {
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no") // nginx would keep events until it has a page of them
                .build((exchange, context) -> write(exchange.getResponse(), signals.apply(exchange.getResponse())));
    }

    private static Mono<Void> write(ServerHttpResponse response, Flux<Signal> signals) {
        return response.writeAndFlushWith(
                        signals.map(signal -> Mono.fromSupplier(() -> Sse.encode(signal, response.bufferFactory()))))
                .onErrorResume(LaggedException.class, cut -> Mono.empty());
    }

    /** The connection of one who is too slow is cut at once: an end in good order would wait for what it does not take. */
    private Flux<Signal> signals(Wish wish, ServerHttpResponse response) {
        return feed.of(wish, guards.access().current().most())
                .doOnNext(meters::delivered)
                .doOnError(LaggedException.class, slow -> {
                    meters.lagged();
                    cut(response);
                });
    }

    private static void cut(ServerHttpResponse response) {
        if (AbstractServerHttpResponse.class.cast(response).getNativeResponse() instanceof HttpServerResponse netty) {
            netty.withConnection(DisposableChannel::dispose);
        }
    }

    Mono<ServerResponse> webSocket(ServerRequest request) {
        return wish(request)
                .doOnNext(wish -> mustBeAHandshake(request))
                .flatMap(wish -> ServerResponse.ok()
                        .build((exchange, context) -> webSockets.handleRequest(
                                exchange, session -> talk(session, signals(wish, exchange.getResponse())))))
                .onErrorResume(StreamProblem.class, problem -> problem.answer(request));
    }

    /** Pages of anybody may open a WebSocket, and the browser sends our cookies along: unlike with SSE, no rule stops them. */
    private void mustBeAHandshake(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        if (!"websocket".equalsIgnoreCase(headers.getUpgrade())) {
            throw StreamProblem.badRequest("This is for WebSockets; without one, GET /events has the same.");
        }
        String origin = headers.getOrigin();
        if (origin != null && !guards.access().admits(origin) && isForeign(headers)) {
            throw StreamProblem.forbidden(
                    "Pages of " + origin + " may not read this; carteiro.browsers.origins says which may.");
        }
    }

    private static String authority(String origin) {
        try {
            return String.valueOf(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException noUri) {
            return "";
        }
    }

    /** What the page says is read, so that its end is heard, and of no interest. */
    private static Mono<Void> talk(WebSocketSession session, Flux<Signal> signals) {
        Flux<WebSocketMessage> out = signals.concatMapIterable(
                        signal -> Messages.encode(signal).toList(), 1)
                .map(text -> new WebSocketMessage(
                        WebSocketMessage.Type.TEXT, session.bufferFactory().wrap(text)))
                .takeUntilOther(session.closeStatus());
        return Mono.when(
                session.send(out)
                        .onErrorResume(LaggedException.class, cut -> Mono.empty())
                        .then(session.close()),
                session.receive().then());
    }

    private Mono<Wish> wish(ServerRequest request) {
        ServerHttpRequest http = request.exchange().getRequest();
        return isAdministrator(http)
                .onErrorMap(ErrorResponseException.class, EventsHandler::refused)
                .flatMap(all -> all
                        ? Mono.just(Grant.everything(clock.instant()))
                        : guards.subscriptions().grant(token(http)))
                .map(grant -> Wish.of(http, grant))
                .doOnError(
                        failure -> !(failure instanceof StreamProblem),
                        failure -> log.warn("event=stream-not-opened cause=\"{}\"", Cause.of(failure)));
    }

    /** Who shows a subscription's token is judged by it; and a session's cookie is for our own pages, whichever may read. */
    private Mono<Boolean> isAdministrator(ServerHttpRequest request) {
        boolean byCookie = !request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        if (request.getQueryParams().containsKey("token") || (byCookie && isForeign(request.getHeaders()))) {
            return Mono.just(false);
        }
        // A subscription's token is no wrong guess at the administrator's, not even when its time is over.
        return guards.subscriptions()
                .hasMade(bearer(request))
                .flatMap(ours ->
                        ours ? Mono.just(false) : guards.administrators().admits(request));
    }

    private static boolean isForeign(HttpHeaders headers) {
        String origin = headers.getOrigin();
        return origin != null && !authority(origin).equals(headers.getFirst(HttpHeaders.HOST));
    }

    private static Throwable refused(ErrorResponseException refusal) {
        String detail = String.valueOf(refusal.getBody().getDetail());
        return switch (refusal.getStatusCode().value()) {
            case 403 -> StreamProblem.forbidden(detail);
            case 429 -> StreamProblem.tooMany(detail, refusal.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
            default -> refusal;
        };
    }

    private static @Nullable String token(ServerHttpRequest request) {
        String query = request.getQueryParams().getFirst("token");
        if (query != null) {
            return query;
        }
        String shown = bearer(request);
        return shown != null
                ? shown
                : Optional.ofNullable(request.getCookies().getFirst(COOKIE))
                        .map(HttpCookie::getValue)
                        .orElse(null);
    }

    private static @Nullable String bearer(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }
}
