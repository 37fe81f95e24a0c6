package dev.carteiro.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a destination's attempts went lately, as this replica saw them since it started.
 *
 * @param lastFailure absent where no attempt has failed
 */
public record Recent(
        Window fiveMinutes, Window hour, @Nullable Failure lastFailure) {

    static final Recent NOTHING = new Recent(Window.EMPTY, Window.EMPTY, null);

    /**
     * A stretch of time that ends now; but for their number, all is absent where there were no attempts.
     *
     * @param successRate the part that the destination took, 0 to 1
     * @param p50 half of all attempts took no longer, in milliseconds, whatever their outcome
     */
    public record Window(
            long attempts,
            @Nullable Double successRate,
            @Nullable Long p50,
            @Nullable Long p95,
            @Nullable Long p99) {

        static final Window EMPTY = new Window(0, null, null, null, null);
    }

    /**
     * An attempt that did not succeed.
     *
     * @param status of the answer; absent where none came
     * @param reason in words, without anything of the answer's body
     */
    public record Failure(Instant at, @Nullable Integer status, String reason) {}
}
