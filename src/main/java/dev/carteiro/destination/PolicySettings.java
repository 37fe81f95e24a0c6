package dev.carteiro.destination;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.carteiro.config.Rate;
import dev.carteiro.delivery.Policy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys that every destination has, whatever its type.
 *
 * @param timeout of one attempt; absent where the type knows best
 */
public record PolicySettings(
        @Nullable Duration timeout,
        @DefaultValue("32") int concurrency,
        @Nullable Rate rateLimit,
        @DefaultValue("conversation") Order order,
        @DefaultValue RetrySettings retry,
        @DefaultValue BreakerSettings breaker,
        @Nullable DebounceSettings debounce) {

    private static final int MOST_AT_ONCE = 1_000;

    public PolicySettings {
        if (timeout != null && !timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be more than nothing, but is " + timeout);
        }
        if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
            throw new IllegalArgumentException("concurrency must be 1 to " + MOST_AT_ONCE + ", but is " + concurrency);
        }
        if (debounce != null && order == Order.NONE) {
            throw new IllegalArgumentException("has debounce, which gathers a conversation's events in their order, and"
                    + " order: none; leave one of the two out");
        }
    }

    /** {@code usual} is the timeout where none is written. */
    public Policy policy(Duration usual) {
        return new Policy(
                timeout == null ? usual : timeout,
                concurrency,
                rateLimit == null ? null : new Policy.Rate(rateLimit.permits(), rateLimit.per()),
                order == Order.CONVERSATION,
                new Policy.Retry(retry.schedule(), retry.jitter(), retry.maxAge()),
                new Policy.Breaker(breaker.failureRate(), breaker.window(), breaker.pause()),
                debounce == null ? null : new Policy.Debounce(debounce.quiet(), debounce.max(), debounce.items()));
    }

    /** Whether the events of a conversation wait for each other. */
    public enum Order {
        CONVERSATION,
        NONE
    }

    /** {@code maxPause}: how long a Retry-After is heeded at most; {@code refuse}: the statuses that make a dead letter at once; by default every 4xx but 408, 425 and 429. */
    public record RetrySettings(
            @DefaultValue({"1s", "5s", "30s", "2m", "10m", "30m", "1h", "3h", "6h", "12h"})
            List<Duration> schedule,

            @DefaultValue("0.2") double jitter,
            @DefaultValue("24h") Duration maxAge,
            @DefaultValue("1h") Duration maxPause,
            @Nullable List<Integer> refuse) {

        public RetrySettings {
            if (jitter < 0 || jitter > 1) {
                throw new IllegalArgumentException("jitter must be 0 to 1, but is " + jitter);
            }
            if (!maxAge.isPositive()) {
                throw new IllegalArgumentException("max-age must be more than nothing, but is " + maxAge);
            }
            if (!maxPause.isPositive()) {
                throw new IllegalArgumentException("max-pause must be more than nothing, but is " + maxPause);
            }
            schedule = List.copyOf(schedule);
        }
    }

    /** {@code wait}: how long the destination is left alone before a probe. */
    public record BreakerSettings(
            @DefaultValue("50") int failureRate,
            @DefaultValue("20") int window,
            @JsonProperty("wait") @DefaultValue("10s") Duration pause) {

        public BreakerSettings {
            if (failureRate < 1 || failureRate > 100) {
                throw new IllegalArgumentException("failure-rate is per cent, 1 to 100, but is " + failureRate);
            }
            if (window < 1 || window > 10_000) {
                throw new IllegalArgumentException("window must be 1 to 10000 attempts, but is " + window);
            }
            if (!pause.isPositive()) {
                throw new IllegalArgumentException("wait must be more than nothing, but is " + pause);
            }
        }
    }

    /** Gathers what a conversation brings until it is {@code quiet} for so long, {@code max} after its first event at most. */
    public record DebounceSettings(
            @DefaultValue("8s") Duration quiet,
            @DefaultValue("30s") Duration max,
            @DefaultValue("20") int items) {

        private static final int MOST_ITEMS = 100;

        public DebounceSettings {
            if (!quiet.isPositive()) {
                throw new IllegalArgumentException("quiet must be more than nothing, but is " + quiet);
            }
            if (max.compareTo(quiet) < 0) {
                throw new IllegalArgumentException(
                        "max must be at least as long as quiet, which is " + quiet + ", but is " + max);
            }
            if (items < 1 || items > MOST_ITEMS) {
                throw new IllegalArgumentException("items must be 1 to " + MOST_ITEMS + ", but is " + items);
            }
        }
    }
}
