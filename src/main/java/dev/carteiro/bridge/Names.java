package dev.carteiro.bridge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** Makes names of things that have none that could be used as it is. */
final class Names {

    private static final int SHORT = 16;

    private Names() {}

    /** A segment of a path. */
    static String encoded(String name) {
        return UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
    }

    /** What Chatwoot shall know a WhatsApp message by, as Evolution's own bridge has it: what that one wrote is found as well. */
    static String sourceId(String whatsappId) {
        return "WAID:" + whatsappId;
    }

    /** 16 hexadecimal digits that stand for a text. */
    static String hash(@Nullable String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, SHORT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}
