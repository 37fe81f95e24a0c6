package dev.carteiro.delivery;

import dev.carteiro.cluster.Wallet;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What stands between a destination and our eagerness: rate limiter, bulkhead, circuit breaker, timeout, from outside in. */
final class Protections {

    private final Policy policy;
    private final CircuitBreaker breaker;
    private final @Nullable Wallet wallet;
    private final Guards guards;
    private final Clock clock;
    private volatile Instant probeAt = Instant.EPOCH;

    private Protections(String name, Policy policy, Resilience resilience, Clock clock) {
        this.policy = policy;
        this.clock = clock;
        breaker = resilience.breakers.circuitBreaker(name, breaker(policy.breaker(), clock));
        wallet = policy.rate() == null ? null : resilience.wallet(name, policy.rate(), limiter(policy.rate()));
        TimeLimiter time = resilience.timeLimiters.timeLimiter(
                name,
                TimeLimiterConfig.custom().timeoutDuration(policy.timeout()).build());
        guards = new Guards(
                wallet == null ? null : resilience.limiters.rateLimiter(name),
                resilience.bulkheads.bulkhead(name, bulkhead(policy)),
                breaker,
                time,
                policy);
    }

    /** New ones; those that stood under the destination's name are forgotten. */
    static Protections of(Destination destination, Resilience resilience, Clock clock) {
        resilience.forget(destination.name());
        Protections made = new Protections(destination.name(), destination.policy(), resilience, clock);
        made.breaker
                .getEventPublisher()
                .onStateTransition(
                        event -> made.transition(event.getStateTransition().getToState()));
        return made;
    }

    private static CircuitBreakerConfig breaker(Policy.Breaker settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .clock(clock)
                .failureRateThreshold(settings.failureRate())
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.window())
                .waitDurationInOpenState(settings.await())
                .permittedNumberOfCallsInHalfOpenState(1)
                // A refused event is the event's fault; only what is put off speaks of the destination's health.
                .recordResult(Outcome.Deferred.class::isInstance)
                .build();
    }

    private static BulkheadConfig bulkhead(Policy policy) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(policy.concurrency())
                .maxWaitDuration(Duration.ZERO)
                .build();
    }

    private static RateLimiterConfig limiter(Policy.Rate rate) {
        Policy.Rate even = rate.even();
        return RateLimiterConfig.custom()
                .limitForPeriod(even.permits())
                .limitRefreshPeriod(even.per())
                .timeoutDuration(Duration.ZERO)
                .build();
    }

    /** One attempt behind all of them; never an error. */
    Mono<Outcome> around(Mono<Outcome> send) {
        return new Guarded(send, guards);
    }

    /** How many attempts the rate allows to start now. */
    int permits() {
        return wallet == null ? Integer.MAX_VALUE : wallet.available();
    }

    /** Has {@code more} run when the rate allows attempts again. */
    void wantPermits(Runnable more) {
        if (wallet != null) {
            wallet.want(more);
        }
    }

    /** There is nothing to attempt. */
    void giveBackPermits() {
        if (wallet != null) {
            wallet.giveBack();
        }
    }

    /** Whether there is a rate. */
    boolean limited() {
        return wallet != null;
    }

    /** Where the breaker stands. An open one whose wait is over counts as half open: the next attempt is its probe. */
    BreakerState breaker() {
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            case OPEN, FORCED_OPEN -> clock.instant().isBefore(probeAt) ? BreakerState.OPEN : BreakerState.HALF_OPEN;
        };
    }

    /** When an open breaker lets its probe through; in the past where it is not open. */
    Instant probeAt() {
        return probeAt;
    }

    /** Forgets what was learned: the destination is another one now. */
    void reset() {
        breaker.reset();
    }

    private void transition(CircuitBreaker.State to) {
        if (to == CircuitBreaker.State.OPEN) {
            // The breaker lets nobody through in the very moment in which its wait ends.
            probeAt = clock.instant().plus(policy.breaker().await()).plusMillis(1);
        }
    }
}
