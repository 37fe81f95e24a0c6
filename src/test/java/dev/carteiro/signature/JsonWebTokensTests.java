package dev.carteiro.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWebTokensTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_765_375_387);
    private static final String KEY = "a-key-of-evolution";

    private final JsonWebTokens tokens = new JsonWebTokens(List.of(KEY), Duration.ofMinutes(25));

    private String token(long exp) {
        return tokens.sign(Map.of("exp", exp, "app", "evolution", "action", "webhook"));
    }

    /** The token that jwt.io shows first; it has no {@code exp}, and so is genuine but not accepted. */
    @Test
    void recognisesAKnownTokenAndRefusesItForHavingNoEnd() {
        String known = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                + ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
                + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
        JsonWebTokens theirs = new JsonWebTokens(List.of("your-256-bit-secret"), Duration.ZERO);
        assertThat(theirs.verify(known, NOW).verdict()).isEqualTo(Verdict.EXPIRED);
        assertThat(tokens.verify(known, NOW).verdict()).isEqualTo(Verdict.MISMATCH);
    }

    @Test
    void returnsTheClaimsOfAValidTokenOnly() {
        assertThat(tokens.verify(token(1_765_375_987), NOW).claims().path("app").stringValue())
                .isEqualTo("evolution");
        assertThat(tokens.verify(token(1), NOW).claims()).isEmpty();
    }

    @Test
    void toleratesRetriesThatReuseATokenForTwentyFiveMinutes() {
        Instant issued = NOW.minus(Duration.ofMinutes(34));
        assertThat(tokens.verify(token(issued.plusSeconds(600).getEpochSecond()), NOW)
                        .verdict())
                .isEqualTo(Verdict.VALID);
        assertThat(tokens.verify(token(issued.minusSeconds(60).getEpochSecond() + 600), NOW.plusSeconds(1))
                        .verdict())
                .isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void acceptsEveryKeyOfARotation() {
        JsonWebTokens rotating = new JsonWebTokens(List.of("new", KEY), Duration.ZERO);
        assertThat(rotating.verify(token(1_765_375_987), NOW).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesAChangedClaim() {
        String[] parts = token(1_765_375_987).split("\\.", -1);
        String forged = parts[0] + "." + encode("{\"exp\":9999999999,\"app\":\"evolution\"}") + "." + parts[2];
        assertThat(tokens.verify(forged, NOW).verdict()).isEqualTo(Verdict.MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS384\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{}",
                "7"
            })
    void acceptsNoAlgorithmButHs256(String header) {
        String signed = encode(header) + "." + encode("{\"exp\":9999999999}");
        String signature = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new Hmac(Secrets.bytes(KEY)).of(Secrets.bytes(signed)));
        assertThat(tokens.verify(signed + "." + signature, NOW).verdict()).isEqualTo(Verdict.MALFORMED);
        assertThat(tokens.verify(signed + ".", NOW).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "é.é.é", "Bearer x"})
    void refusesWhatIsNoToken(String odd) {
        assertThat(tokens.verify(odd, NOW).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void missesATokenThatIsNotThere() {
        assertThat(tokens.verify(null, NOW).verdict()).isEqualTo(Verdict.MISSING);
    }

    @Test
    void refusesATokenBeforeItsTime() {
        JsonWebTokens strict = new JsonWebTokens(List.of(KEY), Duration.ZERO);
        String early = strict.sign(Map.of("exp", 9_999_999_999L, "nbf", NOW.getEpochSecond() + 1));
        assertThat(strict.verify(early, NOW).verdict()).isEqualTo(Verdict.EXPIRED);
        assertThat(strict.verify(early, NOW.plusSeconds(1)).verdict()).isEqualTo(Verdict.VALID);
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
