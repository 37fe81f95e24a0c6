package dev.carteiro.delivery;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.ratelimiter.operator.RateLimiterOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One destination's protections, and its window: the deliveries that this process holds for it at once. What does not fit
 * into the window waits in the database, so that a slow destination costs no memory beyond it.
 */
final class Pipeline {

    /** A slot is held until the attempt is settled; this many keep the attempts busy while a group is being settled. */
    private static final int WINDOW_PER_ATTEMPT = 4;

    private final Destination destination;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final @Nullable RateLimiter limiter;
    private final Scheduler timer;
    private final int window;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger attempting = new AtomicInteger();
    private final Queue<Delivery> ready = new ConcurrentLinkedQueue<>();
    private volatile boolean mayHaveWork = true;
    private volatile Instant pausedUntil = Instant.EPOCH;
    private volatile Instant nextWake = Instant.EPOCH;

    Pipeline(Destination destination, Scheduler timer) {
        this.destination = destination;
        this.timer = timer;
        Policy policy = destination.policy();
        window = policy.concurrency() * WINDOW_PER_ATTEMPT;
        breaker = CircuitBreaker.of(destination.name(), breaker(policy.breaker()));
        bulkhead = Bulkhead.of(
                destination.name(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(policy.concurrency())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        limiter = policy.rate() == null ? null : limiter(destination.name(), policy.rate());
    }

    private static CircuitBreakerConfig breaker(Policy.Breaker settings) {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.failureRate())
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.window())
                .waitDurationInOpenState(settings.await())
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(1)
                // A refused event is the event's fault; only what is put off speaks of the destination's health.
                .recordResult(Outcome.Deferred.class::isInstance)
                .build();
    }

    private static RateLimiter limiter(String name, Policy.Rate rate) {
        return RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(rate.permits())
                        .limitRefreshPeriod(rate.per())
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    Destination destination() {
        return destination;
    }

    /** One attempt; never an error. The order of the protections is the design. */
    Mono<Outcome> attempt(Delivery delivery) {
        Mono<Outcome> protectedSend = Mono.defer(() -> destination.sender().send(delivery))
                .timeout(destination.policy().timeout(), timer)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .transformDeferred(BulkheadOperator.of(bulkhead));
        if (limiter != null) {
            // Outermost: a permit that is refused is no attempt, and must not count as a failure.
            protectedSend = protectedSend.transformDeferred(RateLimiterOperator.of(limiter));
        }
        return protectedSend.onErrorResume(failure -> Mono.just(Faults.outcome(failure, destination.policy())));
    }

    /** Takes a slot, if there is one and the destination is not to be left alone. */
    boolean reserve(Instant now) {
        // What is new does not overtake what waits in the database for a slot.
        if (mayHaveWork || free(now) == 0) {
            return false;
        }
        if (held.incrementAndGet() > window) {
            release(1);
            return false;
        }
        return true;
    }

    /** How many deliveries may be claimed now. */
    int free(Instant now) {
        if (now.isBefore(pausedUntil)) {
            return 0;
        }
        int free = window - held.get();
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> 0;
            case HALF_OPEN -> held.get() == 0 ? 1 : 0;
            case CLOSED, DISABLED, METRICS_ONLY -> Math.max(0, free);
        };
    }

    /** Whether attempts may start at all: not while it is paused, or its breaker is not closed. */
    boolean open(Instant now) {
        return !now.isBefore(pausedUntil) && breaker.getState() == CircuitBreaker.State.CLOSED;
    }

    void hold(int slots) {
        held.addAndGet(slots);
    }

    void release(int slots) {
        held.addAndGet(-slots);
    }

    int held() {
        return held.get();
    }

    /** Queues a delivery that has a slot. */
    void add(Delivery delivery) {
        ready.add(delivery);
    }

    /** The next delivery to attempt, if there is one and not too many run. */
    @Nullable Delivery next() {
        if (attempting.incrementAndGet() > destination.policy().concurrency()) {
            attempting.decrementAndGet();
            return null;
        }
        Delivery delivery = ready.poll();
        if (delivery == null) {
            attempting.decrementAndGet();
        }
        return delivery;
    }

    void attempted() {
        attempting.decrementAndGet();
    }

    int attempting() {
        return attempting.get();
    }

    /** Nothing is started before then; a shorter pause does not end a longer one. */
    void pause(Instant until) {
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
        }
    }

    void hint() {
        mayHaveWork = true;
    }

    boolean mayHaveWork() {
        return mayHaveWork;
    }

    void asked() {
        mayHaveWork = false;
    }

    /** Whether a wake-up at {@code due} has to be arranged, because none comes earlier; then it counts as arranged. */
    boolean wakesAt(Instant due, Instant now) {
        if (nextWake.isAfter(now) && !due.isBefore(nextWake)) {
            return false;
        }
        nextWake = due;
        return true;
    }
}
