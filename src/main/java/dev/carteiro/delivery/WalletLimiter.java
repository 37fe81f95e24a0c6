package dev.carteiro.delivery;

import dev.carteiro.cluster.Wallet;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Map;

/**
 * Resilience4j's rate limiter with the permits of a {@link Wallet}. Its own counts by periods of one process, and a limit
 * that is changed counts from the next of them on; ours is shared with other replicas, who take what this one leaves.
 */
final class WalletLimiter implements RateLimiter {

    private final RateLimiter shown;
    private final Wallet wallet;

    /** Name, configuration and events are those of {@code shown}. */
    WalletLimiter(RateLimiter shown, Wallet wallet) {
        this.shown = shown;
        this.wallet = wallet;
    }

    @Override
    public boolean acquirePermission(int permits) {
        return permits == 1 && wallet.take();
    }

    /** Nobody waits here: what may not start goes back to the queue. */
    @Override
    public long reservePermission(int permits) {
        return acquirePermission(permits) ? 0 : -1;
    }

    @Override
    public void changeTimeoutDuration(Duration timeout) {
        throw new UnsupportedOperationException("nobody waits");
    }

    @Override
    public void changeLimitForPeriod(int limit) {
        throw new UnsupportedOperationException("the limit is the destination's");
    }

    @Override
    public void drainPermissions() {
        throw new UnsupportedOperationException("the permits are not ours alone");
    }

    @Override
    public String getName() {
        return shown.getName();
    }

    @Override
    public RateLimiterConfig getRateLimiterConfig() {
        return shown.getRateLimiterConfig();
    }

    @Override
    public Map<String, String> getTags() {
        return shown.getTags();
    }

    @Override
    public Metrics getMetrics() {
        return new Metrics() {

            @Override
            public int getNumberOfWaitingThreads() {
                return 0;
            }

            @Override
            public int getAvailablePermissions() {
                return wallet.available();
            }
        };
    }

    @Override
    public EventPublisher getEventPublisher() {
        return shown.getEventPublisher();
    }
}
