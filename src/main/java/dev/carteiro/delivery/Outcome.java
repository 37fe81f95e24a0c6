package dev.carteiro.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a destination made of one attempt. */
public sealed interface Outcome {

    /** The destination's answer; absent where none came. */
    @Nullable Answer answer();

    /** The destination has it. */
    record Delivered(Answer answer) implements Outcome {}

    /** Not now; try again no sooner than {@code after}, which the destination may have asked for. */
    record Deferred(
            String reason,
            @Nullable Duration after,
            @Nullable Answer answer) implements Outcome {}

    /** Never: another attempt would fail the same way. */
    record Refused(String reason, @Nullable Answer answer) implements Outcome {}

    /** Never, and nothing else either: the destination wants no more until an operator says otherwise. */
    record Gone(String reason, @Nullable Answer answer) implements Outcome {}

    /**
     * The destination takes nothing from us, whatever event it is, until somebody mends it: a wrong token, a missing inbox.
     * It is left alone for {@code after}, and no event becomes older or loses an attempt by it.
     */
    record Barred(String reason, Duration after, @Nullable Answer answer) implements Outcome {}

    /**
     * The destination has taken it up, and what it makes of it comes later; whoever attempts it again after {@code after}
     * asks for that. It costs the event nothing, and is no failure.
     */
    record Underway(String reason, Duration after, Answer answer) implements Outcome {}

    /** The attempt was not made, by our own decision; it costs the event nothing. */
    record Postponed(String reason, Duration after) implements Outcome {

        @Override
        public @Nullable Answer answer() {
            return null;
        }
    }
}
