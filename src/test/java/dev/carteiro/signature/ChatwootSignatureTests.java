package dev.carteiro.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatwootSignatureTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_781_700_000);
    private static final byte[] BODY =
            "{\"event\":\"message_created\",\"content\":\"Olá\"}".getBytes(StandardCharsets.UTF_8);
    private static final String KNOWN = "sha256=f45e226010be087ef6728ad6412f7794c6d75155609f9cc2a7e4288f1cfc2868";

    private final ChatwootSignature signature =
            new ChatwootSignature(List.of("Kp4fGhQ7wXyZ2abcDEFghi3J"), Duration.ofMinutes(5));

    /** Made with {@code openssl dgst -sha256 -hmac Kp4fGhQ7wXyZ2abcDEFghi3J} over the timestamp, a dot and the body. */
    @Test
    void signsAsOpensslDoes() {
        assertThat(signature.sign("1781700000", BODY)).isEqualTo(KNOWN);
    }

    @Test
    void acceptsItsOwn() {
        assertThat(signature.verify("1781700000", KNOWN, BODY, NOW)).isEqualTo(Verdict.VALID);
    }

    @Test
    void missesWhatIsNotThere() {
        assertThat(signature.verify(null, KNOWN, BODY, NOW)).isEqualTo(Verdict.MISSING);
        assertThat(signature.verify("1781700000", null, BODY, NOW)).isEqualTo(Verdict.MISSING);
    }

    @Test
    void refusesAnotherBodyTimestampOrKey() {
        byte[] other = "{}".getBytes(StandardCharsets.UTF_8);
        ChatwootSignature stranger = new ChatwootSignature(List.of("another"), Duration.ofMinutes(5));
        assertThat(signature.verify("1781700000", KNOWN, other, NOW)).isEqualTo(Verdict.MISMATCH);
        assertThat(signature.verify("1781700001", KNOWN, BODY, NOW)).isEqualTo(Verdict.MISMATCH);
        assertThat(stranger.verify("1781700000", KNOWN, BODY, NOW)).isEqualTo(Verdict.MISMATCH);
    }

    @Test
    void toleratesFiveMinutesEitherWayAndNoMore() {
        assertThat(signature.verify("1781700000", KNOWN, BODY, NOW.plusSeconds(300)))
                .isEqualTo(Verdict.VALID);
        assertThat(signature.verify("1781700000", KNOWN, BODY, NOW.plusSeconds(301)))
                .isEqualTo(Verdict.EXPIRED);
        assertThat(signature.verify("1781700000", KNOWN, BODY, NOW.minusSeconds(301)))
                .isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void refusesATimestampThatIsNone() {
        for (String odd : List.of("", "soon", "9223372036854775808")) {
            assertThat(signature.verify(odd, signature.sign(odd, BODY), BODY, NOW))
                    .isEqualTo(Verdict.MALFORMED);
        }
        String farthest = Long.toString(Long.MIN_VALUE);
        assertThat(signature.verify(farthest, signature.sign(farthest, BODY), BODY, NOW))
                .isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void acceptsEverySecretOfARotation() {
        ChatwootSignature both =
                new ChatwootSignature(List.of("new", "Kp4fGhQ7wXyZ2abcDEFghi3J"), Duration.ofMinutes(5));
        assertThat(both.verify("1781700000", KNOWN, BODY, NOW)).isEqualTo(Verdict.VALID);
    }
}
