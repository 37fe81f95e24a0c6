package dev.carteiro.delivery;

import java.time.Instant;

/**
 * An attempt's end, still to be written down.
 *
 * @param startedAt when the attempt began
 * @param latency in milliseconds
 */
record Settlement(Delivery delivery, Outcome outcome, Verdict verdict, Instant startedAt, int latency) {}
