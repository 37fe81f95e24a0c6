package dev.carteiro.source;

import dev.carteiro.source.SourceSettings.Probe;
import dev.carteiro.source.SourceSettings.Stream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The Evolution server behind a source, where the configuration says at which address it is.
 *
 * @param source the source's name
 * @param apiKey what it asks for; absent where nothing can be asked of it
 */
public record Gateway(String source, URI url, @Nullable String apiKey, Stream stream, Probe probe, Guards guards) {

    /** What a webhook from it has to show: any of the source's tokens and keys will do, so these are the first ones. */
    public record Guards(@Nullable String token, @Nullable String jwtKey) {

        static Guards of(SourceSettings settings) {
            return new Guards(
                    settings.token().stream().findFirst().orElse(null),
                    settings.jwtKey().stream().findFirst().orElse(null));
        }

        /** Not even by accident. */
        @Override
        public String toString() {
            return "Guards";
        }
    }

    /** Whether there is a stream to listen to. */
    public boolean streams() {
        return stream.mode() != Stream.Mode.OFF;
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return source + " at " + url;
    }
}
