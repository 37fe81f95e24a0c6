package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.signature.ChatwootSignature;
import dev.carteiro.signature.JsonWebTokens;
import dev.carteiro.signature.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerificationTests {

    private static final byte[] BODY = "{\"event\":\"test_event\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final String SECRET = "a-secret-nobody-may-see";

    @ParameterizedTest
    @EnumSource(SourceType.class)
    void letsEverybodyInWhereNothingIsConfigured(SourceType type) {
        assertThat(rejection(type, SourceSettings.of(type), Map.of())).isNull();
    }

    @ParameterizedTest
    @EnumSource(SourceType.class)
    void refusesAWrongTokenForEveryType(SourceType type) {
        assertThat(rejection(type, tokens("right"), Map.of("apikey", "wrong")))
                .isEqualTo(new Rejection(401, "The token is wrong"));
    }

    @ParameterizedTest
    @EnumSource(SourceType.class)
    void refusesAWrongSignatureForEveryType(SourceType type) {
        Map<String, String> headers = Map.of(
                "X-Chatwoot-Timestamp", now(),
                "X-Chatwoot-Signature", "sha256=00",
                "webhook-id", "1",
                "webhook-timestamp", now(),
                "webhook-signature", "v1,AAAA");
        assertThat(rejection(type, secrets(SECRET), headers))
                .isEqualTo(new Rejection(401, "The signature does not match the body"));
    }

    @Test
    void takesATokenInAnyOfThreePlaces() {
        SourceSettings settings = tokens("old", "new");
        assertThat(rejection(SourceType.GENERIC, settings, Map.of("apikey", "new")))
                .isNull();
        assertThat(rejection(SourceType.GENERIC, settings, Map.of("authorization", "bearer  old")))
                .isNull();
        Inbound inUrl = Fixtures.inbound(BODY, Map.of("Authorization", "Bearer wrong"), Map.of("token", "new"));
        assertThat(source(SourceType.GENERIC, settings).verify(inUrl)).isNull();
    }

    @Test
    void saysWhereATokenGoesThatIsMissing() {
        Rejection rejection = rejection(SourceType.GENERIC, tokens(SECRET), Map.of("Authorization", "Basic abc"));
        assertThat(Objects.requireNonNull(rejection).status()).isEqualTo(401);
        assertThat(rejection.detail()).contains("missing", "?token=").doesNotContain(SECRET);
    }

    @Test
    void asksForOneCredentialOfSeveral() {
        SourceSettings settings = settings(List.of("t"), List.of(SECRET), List.of(), List.of());
        assertThat(rejection(SourceType.CHATWOOT, settings, Map.of("apikey", "t")))
                .isNull();
        assertThat(rejection(SourceType.CHATWOOT, settings, chatwoot(now()))).isNull();
        Rejection rejection = rejection(SourceType.CHATWOOT, settings, Map.of("apikey", "wrong"));
        assertThat(Objects.requireNonNull(rejection).detail())
                .isEqualTo("The token is wrong; The signature is missing: its header is X-Chatwoot-Signature");
    }

    @Test
    void tellsAnOldSignatureFromAWrongOne() {
        String old = Long.toString(Fixtures.RECEIVED.getEpochSecond() - 301);
        assertThat(Objects.requireNonNull(rejection(SourceType.CHATWOOT, secrets(SECRET), chatwoot(old)))
                        .detail())
                .contains("too old");
    }

    @Test
    void checksStandardWebhooksForAllButChatwoot() {
        StandardWebhooks webhooks = new StandardWebhooks(List.of(SECRET), FIVE_MINUTES);
        Map<String, String> headers = Map.of(
                "webhook-id", "msg_1",
                "webhook-timestamp", now(),
                "webhook-signature", webhooks.sign("msg_1", Fixtures.RECEIVED, BODY));
        assertThat(rejection(SourceType.GENERIC, secrets("other", SECRET), headers))
                .isNull();
        assertThat(rejection(SourceType.CHATWOOT, secrets(SECRET), headers)).isNotNull();
    }

    @Test
    void takesEvolutionsTokensAndNoOthersOfTheSameKey() {
        SourceSettings settings = settings(List.of(), List.of(), List.of(SECRET), List.of());
        long late = Fixtures.RECEIVED.getEpochSecond() - 24 * 60;
        Map<String, Object> claims = Map.of("iat", late - 600, "exp", late, "app", "evolution", "action", "webhook");
        assertThat(rejection(SourceType.EVOLUTION, settings, bearer(claims))).isNull();
        assertThat(rejection(SourceType.EVOLUTION, settings, bearer(Map.of("exp", late, "app", "other"))))
                .isEqualTo(new Rejection(401, "The JWT is not one of Evolution's webhooks"));
        assertThat(rejection(SourceType.EVOLUTION, settings, bearer(Map.of("exp", late - 120))))
                .isEqualTo(new Rejection(401, "The JWT has expired"));
        assertThat(rejection(SourceType.EVOLUTION, settings, Map.of()))
                .isEqualTo(new Rejection(401, "The JWT is missing: send it as Authorization: Bearer"));
    }

    @Test
    void holdsTheAddressAboveAnyCredential() {
        SourceSettings settings =
                settings(List.of("t"), List.of(), List.of(), List.of("10.0.0.0/8", "2001:db8::/33", "192.0.2.7"));
        assertThat(from("10.255.0.1", settings, "t")).isNull();
        assertThat(from("2001:db8:7fff::1", settings, "t")).isNull();
        assertThat(from("192.0.2.7", settings, "t")).isNull();
        assertThat(from("10.0.0.1", settings, "wrong")).isEqualTo(new Rejection(401, "The token is wrong"));
        for (String stranger : List.of("11.0.0.1", "2001:db8:8000::1", "192.0.2.8")) {
            assertThat(Objects.requireNonNull(from(stranger, settings, "t")).status())
                    .as(stranger)
                    .isEqualTo(403);
        }
        assertThat(Objects.requireNonNull(from("11.0.0.1", settings, "t")).detail())
                .contains("11.0.0.1");
    }

    private static @Nullable Rejection from(String client, SourceSettings settings, String token) {
        return source(SourceType.GENERIC, settings)
                .verify(Fixtures.inbound(BODY, Map.of("apikey", token), Map.of(), null, client));
    }

    private static @Nullable Rejection rejection(
            SourceType type, SourceSettings settings, Map<String, String> headers) {
        return source(type, settings).verify(Fixtures.inbound(BODY, headers, Map.of()));
    }

    private static Source source(SourceType type, SourceSettings settings) {
        return Sources.of(Map.of(type.word(), settings)).all().getFirst();
    }

    private static Map<String, String> chatwoot(String timestamp) {
        String signature = new ChatwootSignature(List.of(SECRET), FIVE_MINUTES).sign(timestamp, BODY);
        return Map.of("X-Chatwoot-Timestamp", timestamp, "X-Chatwoot-Signature", signature);
    }

    private static Map<String, String> bearer(Map<String, ?> claims) {
        return Map.of("Authorization", "Bearer " + new JsonWebTokens(List.of(SECRET), Duration.ZERO).sign(claims));
    }

    private static String now() {
        return Long.toString(Fixtures.RECEIVED.getEpochSecond());
    }

    private static SourceSettings tokens(String... tokens) {
        return settings(List.of(tokens), List.of(), List.of(), List.of());
    }

    private static SourceSettings secrets(String... secrets) {
        return settings(List.of(), List.of(secrets), List.of(), List.of());
    }

    private static SourceSettings settings(
            List<String> token, List<String> secret, List<String> jwtKey, List<String> allowFrom) {
        return new SourceSettings(
                null, token, secret, jwtKey, allowFrom, false, FIVE_MINUTES, null, null, null, null, null);
    }
}
