package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.delivery.NotStorableException;
import dev.carteiro.delivery.SaturatedException;
import dev.carteiro.ingest.FrontDoor.Receipt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The front door over HTTP: what a sender sends, and what it is told. */
final class IngestHandler {

    private static final Logger log = LoggerFactory.getLogger(IngestHandler.class);
    private static final String SOON = "1";
    private static final String LATER = "5";

    private final FrontDoor door;
    private final Bodies bodies;
    private final Callers callers;

    IngestHandler(FrontDoor door, Bodies bodies, Callers callers) {
        this.door = door;
        this.bodies = bodies;
        this.callers = callers;
    }

    Mono<ServerResponse> receive(ServerRequest request) {
        return Mono.defer(() -> {
                    Knock knock = door.knock(request.path());
                    return bodies.with(request, body -> door.receive(knock, letter(request, body)));
                })
                .flatMap(IngestHandler::accepted)
                .onErrorResume(failure -> refused(request, failure));
    }

    private Letter letter(ServerRequest request, byte[] body) {
        return new Letter(
                request,
                body,
                callers.of(request.remoteAddress(), request.headers().header("x-forwarded-for")));
    }

    private static Mono<ServerResponse> accepted(Receipt receipt) {
        Map<String, Object> answer = new LinkedHashMap<>();
        List<Appended> events = receipt.events();
        if (receipt.array()) {
            answer.put(
                    "accepted",
                    events.stream().filter(event -> !event.duplicate()).count());
        } else {
            answer.put("id", Long.toString(events.get(0).position()));
            answer.put("status", events.stream().allMatch(Appended::duplicate) ? "duplicate" : "accepted");
        }
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(answer);
    }

    /** Our own trouble is never a 4xx: Evolution drops an event for good on most of them. */
    private static Mono<ServerResponse> refused(ServerRequest request, Throwable failure) {
        return switch (failure) {
            case RequestRefusedException refused -> {
                String retryAfter = refused.status() == HttpStatus.TOO_MANY_REQUESTS ? SOON : null;
                yield answer(refused.problem(request.path()), retryAfter);
            }
            case SaturatedException full ->
                answer(RequestRefusedException.saturated().problem(request.path()), SOON);
            case NotStorableException poison -> {
                log.error("event=request-not-stored path={}", request.path(), poison);
                yield answer(
                        ProblemDetail.forStatusAndDetail(
                                HttpStatus.INTERNAL_SERVER_ERROR, "The database refuses this request's data."),
                        null);
            }
            default -> {
                log.warn("event=request-not-kept path={} status=503 cause=\"{}\"", request.path(), failure.toString());
                yield answer(
                        ProblemDetail.forStatusAndDetail(
                                HttpStatus.SERVICE_UNAVAILABLE, "The event could not be written down; send it again."),
                        LATER);
            }
        };
    }

    private static Mono<ServerResponse> answer(
            ProblemDetail problem, @org.jspecify.annotations.Nullable String retryAfter) {
        ServerResponse.BodyBuilder response =
                ServerResponse.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        return response.bodyValue(problem);
    }
}
