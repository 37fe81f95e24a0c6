package dev.carteiro.ingest;

import dev.carteiro.delivery.NotStorableException;
import dev.carteiro.delivery.SaturatedException;
import dev.carteiro.store.Cause;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * What a sender is told whose request was not kept. Our own trouble is never a 4xx: Evolution drops an event for good on
 * most of them.
 *
 * @param detail for the sender
 * @param reason for our own log
 * @param retryAfter seconds after which it may be sent again; null where that would not help
 */
record Refusal(
        HttpStatus status,
        String detail,
        String reason,
        @Nullable String retryAfter) {

    private static final String SOON = "1";
    private static final String LATER = "5";

    static Refusal of(Throwable failure) {
        return switch (failure) {
            case RequestRefusedException refused -> refused(refused);
            case SaturatedException full -> refused(RequestRefusedException.saturated());
            case NotStorableException poison ->
                new Refusal(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "The database refuses this request's data.",
                        Cause.of(poison),
                        null);
            default ->
                new Refusal(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The event could not be written down; send it again.",
                        Cause.of(failure),
                        LATER);
        };
    }

    private static Refusal refused(RequestRefusedException refused) {
        String detail = String.valueOf(refused.getMessage());
        return new Refusal(
                refused.status(), detail, detail, refused.status() == HttpStatus.TOO_MANY_REQUESTS ? SOON : null);
    }

    ProblemDetail problem(String path) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(status.getReasonPhrase());
        problem.setInstance(URI.create(path));
        return problem;
    }
}
