package dev.carteiro.delivery;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedTimeLimiterMetrics;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;

/** The registries in which each destination's protections stand under its name, so that their metrics can be seen. */
final class Resilience {

    final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
    final RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
    final TimeLimiterRegistry timeLimiters = TimeLimiterRegistry.ofDefaults();

    /** Shows what is in the registries, now and later, as {@code resilience4j.*}. */
    Resilience measuredBy(MeterRegistry meters) {
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
        TaggedRateLimiterMetrics.ofRateLimiterRegistry(limiters).bindTo(meters);
        TaggedTimeLimiterMetrics.ofTimeLimiterRegistry(timeLimiters).bindTo(meters);
        return this;
    }

    /** Takes a destination's protections out; attempts under way keep theirs. */
    void forget(String destination) {
        breakers.remove(destination);
        bulkheads.remove(destination);
        limiters.remove(destination);
        timeLimiters.remove(destination);
    }
}
