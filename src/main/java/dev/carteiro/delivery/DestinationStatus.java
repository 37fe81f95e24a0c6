package dev.carteiro.delivery;

import java.time.Instant;

/**
 * Where a destination stands, as this replica sees it.
 *
 * @param url where its deliveries go now
 * @param configuredUrl where the configuration says that they go
 * @param attempting how many attempts run here
 * @param held how many deliveries are in hand here, those being attempted and settled among them
 */
public record DestinationStatus(
        String name,
        String url,
        String configuredUrl,
        Standing standing,
        BreakerState breaker,
        int attempting,
        int held) {

    /** What an operator wants to know first: whether deliveries go there, and if not, what holds them back. */
    public enum State {
        RUNNING,
        PAUSED,
        DISABLED,
        QUIET,
        OPEN
    }

    /** Of several reasons that hold deliveries back, the one that lasts longest by itself. */
    public State state(Instant now) {
        if (standing.disabled() != null) {
            return State.DISABLED;
        }
        if (standing.paused()) {
            return State.PAUSED;
        }
        if (standing.quietUntil().isAfter(now)) {
            return State.QUIET;
        }
        // Half open, too: it holds back all but one, and who waits for the state to change should not see it flap.
        return breaker == BreakerState.CLOSED ? State.RUNNING : State.OPEN;
    }
}
