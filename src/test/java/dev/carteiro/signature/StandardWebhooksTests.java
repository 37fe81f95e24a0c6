package dev.carteiro.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardWebhooksTests {

    /** The example of the specification's reference libraries. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant STAMP = Instant.ofEpochSecond(1_614_265_330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String KNOWN = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final StandardWebhooks webhooks = new StandardWebhooks(List.of(SECRET), Duration.ofMinutes(5));

    private static StandardWebhooks.Headers headers(String signature) {
        return new StandardWebhooks.Headers(ID, "1614265330", signature);
    }

    @Test
    void signsAsTheReferenceLibrariesDo() {
        assertThat(webhooks.sign(ID, STAMP, BODY)).isEqualTo(KNOWN);
    }

    @Test
    void findsTheRightOneAmongSeveralSignatures() {
        String several = "v1,AAAA v1a,BBBB " + KNOWN + " v2,CCCC";
        assertThat(webhooks.verify(headers(several), BODY, STAMP)).isEqualTo(Verdict.VALID);
        assertThat(webhooks.verify(headers("v1,AAAA v1a,BBBB"), BODY, STAMP)).isEqualTo(Verdict.MISMATCH);
        assertThat(webhooks.verify(headers(""), BODY, STAMP)).isEqualTo(Verdict.MISMATCH);
    }

    @Test
    void missesAnyHeaderThatIsNotThere() {
        assertThat(webhooks.verify(new StandardWebhooks.Headers(null, "1614265330", KNOWN), BODY, STAMP))
                .isEqualTo(Verdict.MISSING);
        assertThat(webhooks.verify(new StandardWebhooks.Headers(ID, null, KNOWN), BODY, STAMP))
                .isEqualTo(Verdict.MISSING);
        assertThat(webhooks.verify(new StandardWebhooks.Headers(ID, "1614265330", null), BODY, STAMP))
                .isEqualTo(Verdict.MISSING);
    }

    @Test
    void coversTheIdToo() {
        assertThat(webhooks.verify(new StandardWebhooks.Headers("msg_other", "1614265330", KNOWN), BODY, STAMP))
                .isEqualTo(Verdict.MISMATCH);
    }

    @Test
    void refusesWhatIsTooOldOrTooFarAhead() {
        assertThat(webhooks.verify(headers(KNOWN), BODY, STAMP.plusSeconds(301)))
                .isEqualTo(Verdict.EXPIRED);
        assertThat(webhooks.verify(headers(KNOWN), BODY, STAMP.minusSeconds(301)))
                .isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void signsWithEverySecretSoThatEitherSideMayRotateFirst() {
        StandardWebhooks rotating = new StandardWebhooks(List.of("plain words", SECRET), Duration.ofMinutes(5));
        String signatures = rotating.sign(ID, STAMP, BODY);
        assertThat(signatures.split(" ")).hasSize(2).contains(KNOWN);
        assertThat(webhooks.verify(headers(signatures), BODY, STAMP)).isEqualTo(Verdict.VALID);
        assertThat(rotating.verify(headers(KNOWN), BODY, STAMP)).isEqualTo(Verdict.VALID);
    }

    @Test
    void saysWhichSecretsItCannotUse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StandardWebhooks(List.of("whsec_***"), Duration.ofMinutes(5)))
                .withMessageContaining("base64")
                .withMessageNotContaining("***");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StandardWebhooks(List.of("whsec_"), Duration.ofMinutes(5)))
                .withMessageContaining("empty");
    }
}
