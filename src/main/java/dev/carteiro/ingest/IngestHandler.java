package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.ingest.FrontDoor.Receipt;
import dev.carteiro.network.Callers;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The front door over HTTP: what a sender sends, and what it is told. */
final class IngestHandler {

    private static final Logger log = LoggerFactory.getLogger(IngestHandler.class);

    private static final JsonMapper PROBLEMS = JsonMapper.builder()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    private final FrontDoor door;
    private final Bodies bodies;
    private final Callers callers;
    private final Drain drain;
    private final MeterRegistry meters;

    IngestHandler(FrontDoor door, Bodies bodies, Callers callers, Drain drain, MeterRegistry meters) {
        this.door = door;
        this.bodies = bodies;
        this.callers = callers;
        this.drain = drain;
        this.meters = meters;
    }

    /** What is said at the end reaches the sender; nothing of ours is left as an error. */
    Mono<Void> receive(ServerHttpRequest request, ServerHttpResponse response) {
        return receipt(request)
                .flatMap(receipt -> accepted(response, receipt))
                .onErrorResume(failure -> refused(request, response, failure));
    }

    private Mono<Receipt> receipt(ServerHttpRequest request) {
        return Mono.defer(() -> {
            if (!HttpMethod.POST.equals(request.getMethod())) {
                return Mono.error(RequestRefusedException.notPost(request.getMethod()));
            }
            Knock knock = door.knock(request.getPath().value());
            return bodies.with(request, body -> door.receive(knock, letter(request, body)));
        });
    }

    private Letter letter(ServerHttpRequest request, byte[] body) {
        Optional<InetSocketAddress> peer = Optional.ofNullable(request.getRemoteAddress());
        return new Letter(request, body, callers.of(peer, request.getHeaders().getOrEmpty("x-forwarded-for")));
    }

    private Mono<Void> accepted(ServerHttpResponse response, Receipt receipt) {
        return answer(response, HttpStatus.OK, MediaType.APPLICATION_JSON, json(receipt));
    }

    /** Numbers and words of our own: nothing in it needs escaping. */
    private static byte[] json(Receipt receipt) {
        List<Appended> events = receipt.events();
        String json;
        if (receipt.array()) {
            long fresh = events.stream().filter(event -> !event.duplicate()).count();
            json = "{\"accepted\":" + fresh + "}";
        } else {
            String status = events.stream().allMatch(Appended::duplicate) ? "duplicate" : "accepted";
            json = "{\"id\":\"" + events.getFirst().position() + "\",\"status\":\"" + status + "\"}";
        }
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    private Mono<Void> refused(ServerHttpRequest request, ServerHttpResponse response, Throwable failure) {
        if (response.isCommitted()) {
            return Mono.error(failure); // the sender went away while it was answered
        }
        Refusal refusal = Refusal.of(failure);
        String path = request.getPath().value();
        // Most senders drop an event for good on a 4xx: whoever looks for it must find this line.
        log.warn(
                "event=request-refused path={} status={} reason=\"{}\"",
                path,
                refusal.status().value(),
                refusal.reason());
        meters.counter(
                        "carteiro.requests.refused",
                        "status",
                        Integer.toString(refusal.status().value()))
                .increment();
        if (refusal.retryAfter() != null) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, refusal.retryAfter());
        }
        if (refusal.status() == HttpStatus.METHOD_NOT_ALLOWED) {
            response.getHeaders().set(HttpHeaders.ALLOW, HttpMethod.POST.name());
        }
        byte[] problem = PROBLEMS.writeValueAsBytes(refusal.problem(path));
        return answer(response, refusal.status(), MediaType.APPLICATION_PROBLEM_JSON, problem);
    }

    private Mono<Void> answer(ServerHttpResponse response, HttpStatus status, MediaType type, byte[] body) {
        response.setStatusCode(status);
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(type);
        headers.setContentLength(body.length);
        if (drain.hasBegun()) {
            headers.set(HttpHeaders.CONNECTION, "close");
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
