package dev.carteiro.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON Web Tokens signed with HS256, and no other algorithm; a token without {@code exp} is refused. */
public final class JsonWebTokens {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HEADER = encode(Secrets.bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));

    private final List<Hmac> keys;
    private final Duration leeway;

    /**
     * Tokens signed with the first of {@code keys} and accepted under any.
     *
     * @param leeway how long after its {@code exp} a token is still good
     */
    public JsonWebTokens(List<String> keys, Duration leeway) {
        this.keys = keys.stream().map(Secrets::bytes).map(Hmac::new).toList();
        this.leeway = leeway;
    }

    /** What a token turned out to be; the claims are empty unless it is valid. */
    public record Checked(Verdict verdict, JsonNode claims) {

        private static Checked not(Verdict verdict) {
            return new Checked(verdict, JsonNodeFactory.instance.objectNode());
        }
    }

    /** A token with these claims, of which {@code exp} should be one. */
    public String sign(Map<String, ?> claims) {
        String signed = HEADER + '.' + encode(JSON.writeValueAsBytes(claims));
        return signed + '.' + encode(keys.getFirst().of(signed.getBytes(US_ASCII)));
    }

    public Checked verify(@Nullable String token, Instant now) {
        if (token == null) {
            return Checked.not(Verdict.MISSING);
        }
        int afterHeader = token.indexOf('.');
        int afterClaims = token.lastIndexOf('.');
        if (afterHeader < 0 || afterHeader == afterClaims) {
            return Checked.not(Verdict.MALFORMED);
        }
        try {
            JsonNode header = json(token.substring(0, afterHeader));
            JsonNode claims = json(token.substring(afterHeader + 1, afterClaims));
            byte[] presented = decode(token.substring(afterClaims + 1));
            if (!isHs256(header)) {
                return Checked.not(Verdict.MALFORMED);
            }
            if (!genuine(token.substring(0, afterClaims), presented)) {
                return Checked.not(Verdict.MISMATCH);
            }
            return current(claims, now) ? new Checked(Verdict.VALID, claims) : Checked.not(Verdict.EXPIRED);
        } catch (IllegalArgumentException | JacksonException e) {
            return Checked.not(Verdict.MALFORMED);
        }
    }

    /** "none" and the asymmetric algorithms are how tokens are forged; "crit" names rules that are not known here. */
    private static boolean isHs256(JsonNode header) {
        return header.path("alg").isString() && header.path("alg").stringValue().equals("HS256") && !header.has("crit");
    }

    private boolean genuine(String signed, byte[] presented) {
        boolean found = false;
        for (Hmac key : keys) {
            found |= MessageDigest.isEqual(key.of(signed.getBytes(US_ASCII)), presented);
        }
        return found;
    }

    private boolean current(JsonNode claims, Instant now) {
        JsonNode exp = claims.path("exp");
        JsonNode nbf = claims.path("nbf");
        boolean begun = !nbf.isNumber() || nbf.asDouble() <= now.plus(leeway).getEpochSecond();
        return begun && exp.isNumber() && exp.asDouble() > now.minus(leeway).getEpochSecond();
    }

    private static JsonNode json(String part) {
        return JSON.readTree(decode(part));
    }

    private static byte[] decode(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
