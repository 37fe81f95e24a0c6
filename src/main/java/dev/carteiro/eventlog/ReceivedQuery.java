package dev.carteiro.eventlog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Events that were received from one moment until before another; an absent criterion matches all.
 *
 * @param type a CloudEvents type, or the beginning of one and {@code *}
 */
public record ReceivedQuery(
        Instant since,
        Instant until,
        @Nullable String source,
        @Nullable String type) {

    @Nullable String typePattern() {
        return EventQuery.typePattern(type);
    }
}
