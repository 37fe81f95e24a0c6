package dev.carteiro.listener;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a stream does on this replica.
 *
 * @param since when it came into this state
 * @param lastEventAt when its last event came; null where none has since this process began
 * @param reconnects how often it was opened again
 * @param lag for how long the oldest event that has come is waiting to be written down; zero where none is
 * @param error why it was lost or refused last
 */
public record StreamReport(
        String source,
        StreamState state,
        Instant since,
        @Nullable Instant lastEventAt,
        long reconnects,
        long events,
        long garbled,
        Duration lag,
        long bytes,
        @Nullable String error) {}
