package dev.carteiro.console;

import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.source.Gateway;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Who may set bridges: whoever has the admin token, or the key of an Evolution server of ours, since that is what they show
 * to Evolution itself, in its header {@code apikey}.
 */
final class BridgeKeys {

    private static final String APIKEY = "apikey";

    private final AdminToken token;
    private final Guesses guesses;
    private final ConfiguredSources sources;

    BridgeKeys(AdminToken token, Guesses guesses, ConfiguredSources sources) {
        this.token = token;
        this.guesses = guesses;
        this.sources = sources;
    }

    /** Whether these paths are what it opens. */
    static boolean concerns(String path) {
        return path.matches("/+chatwoot/+(set|find)/+[^/]+/*");
    }

    /** Fails as {@link Guesses#right} does. */
    boolean admit(ServerHttpRequest request) {
        String key = request.getHeaders().getFirst(APIKEY);
        return key != null && guesses.right(request, key, () -> source(key) != null);
    }

    /** The Evolution source whose key was shown; null where it was the admin token. */
    @Nullable String source(ServerRequest.Headers headers) {
        String key = headers.firstHeader(APIKEY);
        return key == null || token.matches(key) ? null : source(key);
    }

    private @Nullable String source(String key) {
        byte[] shown = key.getBytes(StandardCharsets.UTF_8);
        String found = null;
        for (Gateway gateway : sources.knownGateways()) {
            String expected = gateway.apiKey();
            if (expected != null && MessageDigest.isEqual(shown, expected.getBytes(StandardCharsets.UTF_8))) {
                found = gateway.source();
            }
        }
        return found;
    }
}
