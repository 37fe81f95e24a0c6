package dev.carteiro.delivery;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All that there is to know of a destination for who asks what is late and why.
 *
 * @param status absent where the destination is no longer configured and deliveries still wait for its return
 * @param since from when on it is known to be in {@code state}
 */
public record DestinationReport(
        String name, @Nullable DestinationStatus status, State state, Instant since, Backlog backlog, Recent recent) {

    /** Whether deliveries go there, and if not, what holds them back. */
    public enum State {
        RUNNING,
        PAUSED,
        DISABLED,
        QUIET,
        OPEN,
        NOT_CONFIGURED;

        /** As JSON and metrics say it: {@code not-configured}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static State of(@Nullable DestinationStatus status, Instant now) {
            if (status == null) {
                return NOT_CONFIGURED;
            }
            return switch (status.state(now)) {
                case RUNNING -> RUNNING;
                case PAUSED -> PAUSED;
                case DISABLED -> DISABLED;
                case QUIET -> QUIET;
                case OPEN -> OPEN;
            };
        }
    }
}
