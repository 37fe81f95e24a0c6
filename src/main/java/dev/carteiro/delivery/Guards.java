package dev.carteiro.delivery;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Those who decide whether an attempt may begin, and are told how it ended: rate limiter, bulkhead and circuit breaker, from
 * outside in. Resilience4j's operators would do the same with an operator and its books for each of them.
 */
final class Guards {

    private final @Nullable RateLimiter limiter;
    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final TimeLimiter time;
    private final Policy policy;
    private final Deadlines deadlines;

    Guards(@Nullable RateLimiter limiter, Bulkhead bulkhead, CircuitBreaker breaker, TimeLimiter time, Policy policy) {
        this.limiter = limiter;
        this.bulkhead = bulkhead;
        this.breaker = breaker;
        this.time = time;
        this.policy = policy;
        deadlines = new Deadlines(policy.timeout(), Schedulers.parallel());
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Null where the attempt may begin, and its end is to be told. The order is the design. */
    @Nullable Outcome refusal() {
        // Outermost: a permit that is refused is no attempt, and must not count as a failure.
        if (limiter != null && !limiter.acquirePermission(1)) {
            return outcome(RequestNotPermitted.createRequestNotPermitted(limiter));
        }
        if (!bulkhead.tryAcquirePermission()) {
            return outcome(BulkheadFullException.createBulkheadFullException(bulkhead));
        }
        if (!breaker.tryAcquirePermission()) {
            bulkhead.onComplete();
            return outcome(CallNotPermittedException.createCallNotPermittedException(breaker));
        }
        return null;
    }

    /** The time by which the attempt's length is measured. */
    long now() {
        return breaker.getCurrentTimestamp();
    }

    /** It ended with this; null where it ended with nothing. */
    void ended(long began, @Nullable Outcome outcome) {
        time.onSuccess();
        if (outcome == null) {
            breaker.onSuccess(now() - began, breaker.getTimestampUnit());
        } else {
            breaker.onResult(now() - began, breaker.getTimestampUnit(), outcome);
        }
        bulkhead.onComplete();
    }

    /** What its failure means. */
    Outcome failed(long began, Throwable failure) {
        time.onError(failure);
        breaker.onError(now() - began, breaker.getTimestampUnit(), failure);
        bulkhead.onComplete();
        return outcome(failure);
    }

    /** Nobody waits for it any more: it says nothing of the destination. */
    void givenUp() {
        breaker.releasePermission();
        bulkhead.releasePermission();
    }

    private Outcome outcome(Throwable failure) {
        return Faults.outcome(failure, policy);
    }
}
