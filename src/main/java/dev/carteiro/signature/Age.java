package dev.carteiro.signature;

import java.time.Duration;
import java.time.Instant;

/** How far a signature's timestamp may be from now, in either direction. */
final class Age {

    private Age() {}

    /** The verdict on a genuine signature that was stamped {@code seconds}, a Unix time in decimal. */
    static Verdict judge(String seconds, Instant now, Duration tolerance) {
        long stamped;
        try {
            stamped = Long.parseLong(seconds);
        } catch (NumberFormatException e) {
            return Verdict.MALFORMED;
        }
        // Subtracting could overflow on a hostile stamp; comparing cannot.
        boolean near = stamped >= now.minus(tolerance).getEpochSecond()
                && stamped <= now.plus(tolerance).getEpochSecond();
        return near ? Verdict.VALID : Verdict.EXPIRED;
    }
}
