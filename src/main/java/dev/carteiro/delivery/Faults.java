package dev.carteiro.delivery;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an error on the way to a destination means. */
final class Faults {

    private static final Logger log = LoggerFactory.getLogger(Faults.class);
    private static final Duration SOON = Duration.ofMillis(100);

    private Faults() {}

    static Outcome outcome(Throwable failure, Policy policy) {
        return switch (failure) {
            case CallNotPermittedException open ->
                new Outcome.Postponed("circuit breaker open", policy.breaker().await());
            case BulkheadFullException full -> new Outcome.Postponed("all attempts busy", SOON);
            case RequestNotPermitted limited -> new Outcome.Postponed("rate limit", SOON);
            case TimeoutException late ->
                deferred("no answer within " + policy.timeout().toMillis() + " ms");
            case IOException broken -> deferred(describe(broken));
            case RuntimeException unexpected -> unexpected(unexpected);
            default -> unexpected(failure);
        };
    }

    /** A sender that throws something else has a fault of its own; the event waits until that is mended. */
    private static Outcome unexpected(Throwable failure) {
        log.error("event=attempt-failed-unexpectedly", failure);
        return deferred(describe(failure));
    }

    private static Outcome deferred(String reason) {
        return new Outcome.Deferred(reason, null, null);
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        // Netty names the system call and the error's number first: finishConnect(..) failed with error(-111): …
        int words = message.indexOf("): ");
        return words > 0 && message.contains("failed with error(") ? message.substring(words + 3) : message;
    }
}
