package dev.carteiro.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secret that opens everything but the front door and health. */
final class AdminToken {

    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
    private static final int RANDOM_BYTES = 24;

    private final byte[] token;
    private final @Nullable String made;

    private AdminToken(String token, @Nullable String made) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.made = made;
    }

    /** The token that is configured; without one, a new one for as long as this process lives. */
    static AdminToken of(@Nullable String configured) {
        if (configured != null && !configured.isBlank()) {
            return new AdminToken(configured.strip(), null);
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        return new AdminToken(token, token);
    }

    /** Tells the person who started us how to get in; a token that they chose is not repeated. */
    void announce(int port) {
        if (made != null) {
            log.info(
                    "event=admin-token-made token={} keep-it=CARTEIRO_ADMIN_TOKEN try=\"curl -H 'Authorization: Bearer {}'"
                            + " http://localhost:{}/api/events\"",
                    made,
                    made,
                    port);
        }
    }

    boolean matches(String presented) {
        return MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
    }
}
