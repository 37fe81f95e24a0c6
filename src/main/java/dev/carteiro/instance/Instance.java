package dev.carteiro.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A WhatsApp instance as its gateway last told it.
 *
 * @param source the configured name of the source that it belongs to
 * @param state open, connecting, close or refused; null until something is known
 * @param reason the gateway's own code or text
 * @param stateAt since when it is in this state
 * @param number with the plus sign
 * @param qrCode the last code, while it is good and there is something to pair
 * @param lastEventAt when anything was last heard of it, to within a few seconds
 */
public record Instance(
        String source,
        String name,
        @Nullable String state,
        @Nullable String reason,
        @Nullable Instant stateAt,
        @Nullable String number,
        @Nullable String profileName,
        @Nullable QrCode qrCode,
        @Nullable Instant lastEventAt) {

    public boolean isOpen() {
        return "open".equals(state);
    }
}
