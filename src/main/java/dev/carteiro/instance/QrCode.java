package dev.carteiro.instance;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A code to pair a phone with, as far as it is known.
 *
 * @param image a data URI
 * @param code what the image shows
 * @param pairingCode what can be typed instead
 * @param at when it came
 */
public record QrCode(
        @Nullable String image,
        @Nullable String code,
        @Nullable String pairingCode,
        Instant at) {

    /** WhatsApp's first code is good for 60 s, each further one for 20; a newer one has always come by then. */
    private static final Duration LIFE = Duration.ofSeconds(60);

    /** When it is no longer good, at the latest. */
    public Instant expiresAt() {
        return at.plus(LIFE);
    }

    boolean isFresh(Instant now) {
        return now.isBefore(expiresAt());
    }
}
