package dev.carteiro.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code carteiro.browsers}.
 *
 * @param origins pages of these origins may read the stream
 * @param key with this key others may make tokens themselves, HS256; null where only we do
 * @param most so many may be connected to one replica
 */
record BrowserSettings(
        List<String> origins,
        @Nullable String key,
        @DefaultValue("10000") int most) {

    static final BrowserSettings USUAL = new BrowserSettings(List.of(), null, 10_000);

    BrowserSettings {
        origins = List.copyOf(origins);
    }

    /** As records show themselves in logs, but for the secret. */
    @Override
    public String toString() {
        return "BrowserSettings[origins=" + origins + ", most=" + most + "]";
    }
}
