package dev.carteiro.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a destination in the database, and what has passed through.
 *
 * @param oldestDue for how long the one has waited that may be attempted and has waited longest; absent where none may
 * @param nextDueAt when the next of those becomes due that are not yet; absent where there is none
 */
public record Backlog(
        Tally tally, @Nullable Duration oldestDue, @Nullable Instant nextDueAt) {

    static final Backlog NOTHING = new Backlog(Tally.NOTHING, null, null);

    /** Whether a lane has something that nobody works on. */
    boolean waits() {
        return oldestDue != null || nextDueAt != null;
    }
}
