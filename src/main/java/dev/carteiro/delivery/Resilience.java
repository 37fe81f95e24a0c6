package dev.carteiro.delivery;

import dev.carteiro.cluster.Permits;
import dev.carteiro.cluster.Wallet;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedTimeLimiterMetrics;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;

/** The registries in which each destination's protections stand under its name, so that their metrics can be seen. */
final class Resilience {

    private final Permits permits;

    final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
    final RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
    final TimeLimiterRegistry timeLimiters = TimeLimiterRegistry.ofDefaults();

    Resilience(Permits permits) {
        this.permits = permits;
    }

    /** What a destination may use of its rate, under its name in the registry. */
    Wallet wallet(String destination, Policy.Rate rate, RateLimiterConfig shown) {
        Wallet wallet = permits.wallet(destination, rate.permits(), rate.per());
        RateLimiter plain = limiters.rateLimiter(destination, shown);
        boolean replaced =
                limiters.replace(destination, new WalletLimiter(plain, wallet)).isPresent();
        if (!replaced) {
            throw new IllegalStateException("two at once make protections for " + destination);
        }
        return wallet;
    }

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
