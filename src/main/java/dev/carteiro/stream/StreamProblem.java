package dev.carteiro.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * A request for the stream that is not as it should be; what is only for a while is never one, since browsers give up on it. One
 * that shows an administrator's token comes from no browser's {@code EventSource}, which cannot: that may be told to wait.
 */
final class StreamProblem extends RuntimeException {

    private final HttpStatus status;
    private final @Nullable String retryAfter;

    private StreamProblem(HttpStatus status, String detail) {
        this(status, detail, null);
    }

    private StreamProblem(HttpStatus status, String detail, @Nullable String retryAfter) {
        super(detail);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    static StreamProblem badRequest(String detail) {
        return new StreamProblem(HttpStatus.BAD_REQUEST, detail);
    }

    static StreamProblem unauthorized(String detail) {
        return new StreamProblem(HttpStatus.UNAUTHORIZED, detail);
    }

    static StreamProblem forbidden(String detail) {
        return new StreamProblem(HttpStatus.FORBIDDEN, detail);
    }

    static StreamProblem tooMany(String detail, @Nullable String retryAfter) {
        return new StreamProblem(HttpStatus.TOO_MANY_REQUESTS, detail, retryAfter);
    }

    /** As problem details, whatever the request says that it takes. */
    Mono<ServerResponse> answer(ServerRequest request) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", String.valueOf(getMessage()));
        problem.put("instance", request.path());
        ServerResponse.BodyBuilder response =
                ServerResponse.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        return response.bodyValue(problem);
    }
}
