package dev.carteiro.console;

import dev.carteiro.signature.Secrets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secret that opens everything but the front door and health. */
final class AdminToken {

    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
    private static final int RANDOM_BYTES = 24;

    /** As many hexadecimal digits are 128 bits. */
    private static final int LONG = 32;

    private final String token;
    private final boolean made;

    private AdminToken(String token, boolean made) {
        this.token = token;
        this.made = made;
    }

    /** The token that is configured; without one, a new one for as long as this process lives. */
    static AdminToken of(@Nullable String configured) {
        if (configured != null && !configured.isBlank()) {
            return new AdminToken(configured.strip(), false);
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new AdminToken(HexFormat.of().formatHex(random), true);
    }

    /** Tells the person who started us how to get in; a token that they chose is not repeated. */
    void announce(int port) {
        if (made) {
            // What is behind the # a browser keeps to itself: it is in no server's log.
            log.info(
                    "event=admin-token-made token={} keep-it=CARTEIRO_ADMIN_TOKEN"
                            + " dashboard=\"http://localhost:{}/#token={}\""
                            + " try=\"curl -H 'Authorization: Bearer {}' http://localhost:{}/api/events\"",
                    token,
                    port,
                    token,
                    token,
                    port);
        }
    }

    /** Whether it is long enough that nobody finds it by guessing, however often. */
    boolean isLong() {
        return token.length() >= LONG;
    }

    boolean matches(String presented) {
        return Secrets.equal(token, presented);
    }

    /** What sessions are signed with: another one as soon as the token is another, so that they end with it. */
    String sessionKey(String sharedKey) {
        return Secrets.derive(sharedKey, token);
    }
}
