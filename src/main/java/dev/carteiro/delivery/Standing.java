package dev.carteiro.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was changed of a destination since its configuration was written.
 *
 * @param url where it is instead; absent where it is where the configuration says
 * @param paused whether an operator has stopped it
 * @param disabled why it wants no more, by its own answer; absent where it does
 * @param disabledAt since when
 * @param quietUntil it asked for patience until then; in the past where that is over
 * @param changedAt when the last of these was changed; absent where nothing ever was
 */
public record Standing(
        @Nullable String url,
        boolean paused,
        @Nullable String disabled,
        @Nullable Instant disabledAt,
        Instant quietUntil,
        @Nullable Instant changedAt) {

    /** As the configuration says. */
    public static final Standing USUAL = new Standing(null, false, null, null, Instant.EPOCH, null);

    /** Whether an operator's hand is in it. */
    public boolean overridden() {
        return url != null || paused;
    }

    /** Nothing before {@code until}, whatever was said before. */
    Standing quietExactly(Instant until) {
        return new Standing(url, paused, disabled, disabledAt, until, changedAt);
    }

    /** Nothing before {@code until}, unless it is to be quiet longer already. */
    Standing quiet(Instant until) {
        return until.isAfter(quietUntil) ? new Standing(url, paused, disabled, disabledAt, until, changedAt) : this;
    }

    /** Nothing at all, unless that was said already. */
    Standing disable(String reason, Instant at) {
        return disabled == null ? new Standing(url, paused, reason, at, quietUntil, changedAt) : this;
    }

    /** This, and what the destination has asked for according to {@code other}. */
    Standing with(Standing other) {
        Standing quiet = quiet(other.quietUntil);
        return other.disabled == null || other.disabledAt == null
                ? quiet
                : quiet.disable(other.disabled, other.disabledAt);
    }
}
