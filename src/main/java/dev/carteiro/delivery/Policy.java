package dev.carteiro.delivery;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a destination is treated.
 *
 * @param timeout of one attempt
 * @param concurrency how many attempts run at once
 * @param rate how many attempts may start in a time; absent means as many as there are
 * @param ordered whether a conversation's events wait for each other
 * @param debounce how a conversation's events are gathered; absent means that each goes alone
 */
public record Policy(
        Duration timeout,
        int concurrency,
        @Nullable Rate rate,
        boolean ordered,
        Retry retry,
        Breaker breaker,
        @Nullable Debounce debounce) {

    /** The same with another time for one attempt. */
    public Policy within(Duration other) {
        return new Policy(other, concurrency, rate, ordered, retry, breaker, debounce);
    }

    /** At most {@code permits} starts in every {@code per}. */
    public record Rate(int permits, Duration per) {

        /** The same rate in steps of about a second, or of one permit: an hour's worth must not go out in its first minute. */
        Rate even() {
            long aSecond = permits * 1_000L / per.toMillis();
            int step = Math.clamp(aSecond, 1, permits);
            return new Rate(step, per.multipliedBy(step).dividedBy(permits));
        }
    }

    /**
     * When to try again.
     *
     * @param schedule the delay after the first failure, the second, …; n delays mean n + 1 attempts at most
     * @param jitter the part of a delay by which it is made shorter or longer at random, 0 to 1
     * @param maxAge a delivery older than this is not tried again
     */
    public record Retry(List<Duration> schedule, double jitter, Duration maxAge) {
        public Retry {
            schedule = List.copyOf(schedule);
        }
    }

    /**
     * When to leave a failing destination alone.
     *
     * @param failureRate per cent of the last {@code window} attempts
     * @param await how long before a probe
     */
    public record Breaker(float failureRate, int window, Duration await) {}

    /**
     * When a conversation's burst is complete.
     *
     * @param quiet for so long nothing more has come
     * @param max so long after its first event, whatever still comes
     * @param items how many events it holds at most
     */
    public record Debounce(Duration quiet, Duration max, int items) {}
}
