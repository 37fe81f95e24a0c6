package dev.carteiro.delivery;

/** Where a destination's circuit breaker stands: closed is the good state, half open lets one probe through. */
public enum BreakerState {
    CLOSED,
    OPEN,
    HALF_OPEN
}
