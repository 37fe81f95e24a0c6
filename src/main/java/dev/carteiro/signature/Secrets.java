package dev.carteiro.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** Compares secrets without telling by the time it takes how much of them was right, and makes one of two. */
public final class Secrets {

    private Secrets() {}

    public static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    /** Whether {@code given} is one of {@code expected}; all of them are compared, whichever matches. */
    public static boolean anyEqual(List<String> expected, String given) {
        byte[] presented = bytes(given);
        boolean found = false;
        for (String secret : expected) {
            found |= MessageDigest.isEqual(bytes(secret), presented);
        }
        return found;
    }

    /** A secret that is another for each {@code key} and each {@code text}, and tells nothing of either. */
    public static String derive(String key, String text) {
        byte[] derived = new Hmac(bytes(key)).of(bytes(text));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
