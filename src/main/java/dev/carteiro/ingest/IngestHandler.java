package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.ingest.FrontDoor.Receipt;
import dev.carteiro.network.Callers;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The front door over HTTP: what a sender sends, and what it is told. */
final class IngestHandler {

    private static final Logger log = LoggerFactory.getLogger(IngestHandler.class);

    private final FrontDoor door;
    private final Bodies bodies;
    private final Callers callers;
    private final MeterRegistry meters;

    IngestHandler(FrontDoor door, Bodies bodies, Callers callers, MeterRegistry meters) {
        this.meters = meters;
        this.door = door;
        this.bodies = bodies;
        this.callers = callers;
    }

    Mono<ServerResponse> receive(ServerRequest request) {
        return Mono.defer(() -> {
                    if (!HttpMethod.POST.equals(request.method())) {
                        return Mono.error(RequestRefusedException.notPost(request.method()));
                    }
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

    private Mono<ServerResponse> refused(ServerRequest request, Throwable failure) {
        Refusal refusal = Refusal.of(failure);
        // Most senders drop an event for good on a 4xx: whoever looks for it must find this line.
        log.warn(
                "event=request-refused path={} status={} reason=\"{}\"",
                request.path(),
                refusal.status().value(),
                refusal.reason());
        meters.counter(
                        "carteiro.requests.refused",
                        "status",
                        Integer.toString(refusal.status().value()))
                .increment();
        ServerResponse.BodyBuilder response =
                ServerResponse.status(refusal.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (refusal.retryAfter() != null) {
            response.header(HttpHeaders.RETRY_AFTER, refusal.retryAfter());
        }
        if (refusal.status() == HttpStatus.METHOD_NOT_ALLOWED) {
            response.header(HttpHeaders.ALLOW, HttpMethod.POST.name());
        }
        return response.bodyValue(refusal.problem(request.path()));
    }
}
