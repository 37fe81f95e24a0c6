package dev.carteiro.delivery;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that go back into the queue in numbers, in the order of the log.
 *
 * @param filter with a destination, and a state that is dead or delivered
 * @param rate how many at most in a time
 * @param matching how many there were when it was asked for
 */
public record Replay(long id, DeliveryFilter filter, Policy.Rate rate, long matching, Progress progress) {

    /**
     * How far it has come.
     *
     * @param skipped known at its end: how many were not as the filter has it any more when their turn came
     * @param finishedAt absent while it runs
     * @param error what went wrong last; absent where nothing did
     */
    public record Progress(
            State state,
            long enqueued,
            long skipped,
            Instant createdAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {}

    /** Whether it goes on. */
    public enum State {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
