package dev.carteiro.signature;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Standard Webhooks: {@code v1,} and the base64 HMAC-SHA256 of {@code id.timestamp.body}. A secret that begins with
 * {@code whsec_} is base64 behind it; any other is taken by its characters.
 */
public final class StandardWebhooks {

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";

    private final List<Hmac> keys;
    private final Duration tolerance;

    public StandardWebhooks(List<String> secrets, Duration tolerance) {
        this.keys = secrets.stream().map(StandardWebhooks::key).map(Hmac::new).toList();
        this.tolerance = tolerance;
    }

    /** The value of {@code webhook-signature}: one signature for each secret, separated by spaces. */
    public String sign(String id, Instant timestamp, byte[] body) {
        byte[] head = head(id, Long.toString(timestamp.getEpochSecond()));
        StringJoiner signatures = new StringJoiner(" ");
        for (Hmac key : keys) {
            signatures.add(signature(key, head, body));
        }
        return signatures.toString();
    }

    /** What {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature} say of {@code body}. */
    public Verdict verify(Headers headers, byte[] body, Instant now) {
        if (headers.id() == null || headers.timestamp() == null || headers.signature() == null) {
            return Verdict.MISSING;
        }
        byte[] head = head(headers.id(), headers.timestamp());
        String[] presented = headers.signature().split(" ", -1);
        boolean genuine = false;
        for (Hmac key : keys) {
            genuine |= anyEqual(presented, Secrets.bytes(signature(key, head, body)));
        }
        return genuine ? Age.judge(headers.timestamp(), now, tolerance) : Verdict.MISMATCH;
    }

    /** The three headers as they came, null where one is absent. */
    public record Headers(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signature) {}

    private static boolean anyEqual(String[] presented, byte[] expected) {
        boolean found = false;
        for (String signature : presented) {
            found |= MessageDigest.isEqual(expected, Secrets.bytes(signature));
        }
        return found;
    }

    private static byte[] head(String id, String timestamp) {
        return Secrets.bytes(id + '.' + timestamp + '.');
    }

    private static String signature(Hmac key, byte[] head, byte[] body) {
        return VERSION + Base64.getEncoder().encodeToString(key.of(head, body));
    }

    private static byte[] key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Secrets.bytes(secret);
        }
        try {
            return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A signing secret with whsec_ must be base64 behind it", e);
        }
    }
}
