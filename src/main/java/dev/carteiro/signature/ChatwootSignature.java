package dev.carteiro.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chatwoot's signature: {@code sha256=} and the hex HMAC-SHA256 of {@code timestamp.body} under the secret's characters as
 * Chatwoot shows them.
 */
public final class ChatwootSignature {

    private static final byte[] DOT = {'.'};

    private final List<Hmac> keys;
    private final Duration tolerance;

    public ChatwootSignature(List<String> secrets, Duration tolerance) {
        this.keys = secrets.stream().map(Secrets::bytes).map(Hmac::new).toList();
        this.tolerance = tolerance;
    }

    /** The value of {@code X-Chatwoot-Signature}, made with the first secret. */
    public String sign(String timestamp, byte[] body) {
        return signature(keys.getFirst(), timestamp, body);
    }

    /** What {@code X-Chatwoot-Timestamp} and {@code X-Chatwoot-Signature} say of {@code body}. */
    public Verdict verify(@Nullable String timestamp, @Nullable String signature, byte[] body, Instant now) {
        if (timestamp == null || signature == null) {
            return Verdict.MISSING;
        }
        byte[] presented = Secrets.bytes(signature);
        boolean genuine = false;
        for (Hmac key : keys) {
            genuine |= MessageDigest.isEqual(Secrets.bytes(signature(key, timestamp, body)), presented);
        }
        return genuine ? Age.judge(timestamp, now, tolerance) : Verdict.MISMATCH;
    }

    private static String signature(Hmac key, String timestamp, byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(key.of(timestamp.getBytes(US_ASCII), DOT, body));
    }
}
