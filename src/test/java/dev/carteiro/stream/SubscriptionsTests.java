package dev.carteiro.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.TestClock;
import dev.carteiro.eventlog.EventFilter;
import dev.carteiro.signature.JsonWebTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class SubscriptionsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.ofEpochSecond(1_765_375_387, 900_000_000);
    private static final String SHARED = "shared-0123456789abcdef0123456789abcdef";
    private static final String OWN = "own-0123456789abcdef0123456789abcdef";
    private static final String FOREVER = "9999999999";

    private final TestClock clock = new TestClock(NOW);
    private final BrowserAccess access = new BrowserAccess();
    private final Subscriptions subscriptions = new Subscriptions(Mono.just(SHARED), access, clock);

    private void configureKey() {
        ConfigTree tree = ConfigTree.of("carteiro: { browsers: { key: '" + OWN + "' } }", name -> null);
        access.prepare(tree).run();
        assertThat(tree.problems()).isEmpty();
    }

    private static <T> T value(Mono<T> mono) {
        AtomicReference<@Nullable T> value = new AtomicReference<>();
        StepVerifier.create(mono).consumeNextWith(value::set).expectComplete().verify(PATIENCE);
        return Objects.requireNonNull(value.get());
    }

    private Subscriptions.Minted minted(String... types) {
        return value(subscriptions.mint(List.of("Ravenna"), List.of(types), Duration.ofMinutes(15)));
    }

    private Grant granted(@Nullable String token) {
        return value(subscriptions.grant(token));
    }

    private void isRefused(@Nullable String token, String reason) {
        StepVerifier.create(subscriptions.grant(token))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(StreamProblem.class).hasMessageStartingWith(reason);
                    assertThat(StreamProblemTests.status((StreamProblem) failure))
                            .isEqualTo(401);
                })
                .verify(PATIENCE);
    }

    /** A token with these claims, as somebody makes it who has the key. */
    private static String token(String key, String claims) {
        return new JsonWebTokens(List.of(key), Duration.ZERO)
                .sign(Objects.requireNonNull(JsonMapper.shared().readValue(claims, Claims.class)));
    }

    private static final class Claims extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String claims(long exp) {
        return "{\"instances\":[\"Ravenna\"],\"types\":[\"*\"],\"exp\":" + exp + "}";
    }

    @Test
    void acceptsWhatItMints() {
        Subscriptions.Minted minted = minted("message.*");
        Instant end = Instant.ofEpochSecond(NOW.getEpochSecond() + 900);
        assertThat(minted.expiresAt()).isEqualTo(end);
        assertThat(granted(minted.token()))
                .isEqualTo(Grant.of(new EventFilter(List.of("Ravenna"), List.of("message.*"), null), end));
    }

    @Test
    void refusesATokenWhoseTimeIsOver() {
        Subscriptions.Minted minted = minted("*");
        clock.advance(Duration.between(NOW, minted.expiresAt()).minusNanos(1));
        assertThat(granted(minted.token()).until()).isEqualTo(minted.expiresAt());
        clock.advance(Duration.ofNanos(1));
        isRefused(minted.token(), "The token's time is over");
    }

    @Test
    void takesAnAsteriskForAll() {
        assertThat(granted(minted("message.*", "*").token()).scope().types()).isNull();
        Mono<Subscriptions.Minted> all = subscriptions.mint(List.of("*"), List.of("*"), Duration.ofHours(24));
        assertThat(granted(value(all).token()).scope()).isEqualTo(EventFilter.ALL);
    }

    @Test
    void asksForATokenWhereThereIsNone() {
        isRefused(
                null,
                "This needs a token, as ?token=…, \"Authorization: Bearer …\" or the cookie"
                        + " carteiro-subscription. POST /api/subscriptions makes one.");
    }

    @Test
    void refusesForgedTokens() {
        String reason = "The token is none of ours.";
        String genuine = minted("message.*").token();
        String[] parts = genuine.split("\\.", -1);
        isRefused(token("another-0123456789abcdef0123456789abcdef", claims(NOW.getEpochSecond() + 60)), reason);
        isRefused(token(OWN, claims(NOW.getEpochSecond() + 60)), reason);
        isRefused(parts[0] + "." + encode(claims(NOW.getEpochSecond() + 60)) + "." + parts[2], reason);
        isRefused(parts[0] + "." + parts[1] + ".", reason);
        isRefused(encode("{\"alg\":\"none\"}") + "." + parts[1] + ".", reason);
        isRefused(encode("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2], reason);
        isRefused("", reason);
        isRefused("not-a-token", reason);
    }

    @Test
    void refusesATokenWithoutAnEnd() {
        isRefused(token(SHARED, "{\"instances\":[\"*\"],\"types\":[\"*\"]}"), "The token's time is over");
        isRefused(
                token(SHARED, "{\"instances\":[\"*\"],\"types\":[\"*\"],\"exp\":\"" + FOREVER + "\"}"), "The token's");
    }

    @Test
    void refusesATokenThatIsGoodForLongerThanADayAndTheDifferenceOfClocks() {
        long most = NOW.getEpochSecond() + 24 * 3_600 + 5 * 60;
        assertThat(granted(token(SHARED, claims(most))).until()).isEqualTo(Instant.ofEpochSecond(most));
        for (long exp : new long[] {most + 1, NOW.toEpochMilli(), NOW.toEpochMilli() * 1_000_000, Long.MAX_VALUE}) {
            isRefused(token(SHARED, claims(exp)), "The token is good for too long: 24 hours is the most.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"types\":[\"*\"],\"exp\":1765375400}",
                "{\"instances\":null,\"types\":[\"*\"],\"exp\":1765375400}",
                "{\"instances\":[],\"types\":[\"*\"],\"exp\":1765375400}",
                "{\"instances\":\"*\",\"types\":[\"*\"],\"exp\":1765375400}",
                "{\"instances\":[7],\"types\":[\"*\"],\"exp\":1765375400}",
                "{\"instances\":[\"*\",null],\"types\":[\"*\"],\"exp\":1765375400}",
                "{\"instances\":{\"a\":\"*\"},\"types\":[\"*\"],\"exp\":1765375400}",
            })
    void refusesATokenThatDoesNotSayForWhichInstances(String claims) {
        isRefused(token(SHARED, claims), "The token's claim instances is no list of texts; [\"*\"] stands for all.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"[]", "'*'", "null", "[true]", "[[\"*\"]]"})
    void refusesATokenThatDoesNotSayForWhichTypes(String types) {
        String json = types.equals("*") ? "\"*\"" : types;
        isRefused(
                token(SHARED, "{\"instances\":[\"*\"],\"exp\":1765375400,\"types\":" + json + "}"),
                "The token's claim types is no list of texts; [\"*\"] stands for all.");
        isRefused(token(SHARED, "{\"instances\":[\"*\"],\"exp\":1765375400}"), "The token's claim types is");
    }

    @Test
    void acceptsTokensOfTheConfiguredKeyBesideThoseOfTheSharedOne() {
        String before = minted("*").token();
        configureKey();
        assertThat(granted(before).scope().instances()).containsExactly("Ravenna");
        assertThat(granted(token(OWN, claims(NOW.getEpochSecond() + 60))).until())
                .isEqualTo(Instant.ofEpochSecond(NOW.getEpochSecond() + 60));
        assertThat(granted(minted("*").token()).scope().instances()).containsExactly("Ravenna");
    }

    @Test
    void forgetsAConfiguredKeyThatIsTakenAway() {
        configureKey();
        String token = minted("*").token();
        access.prepare(ConfigTree.of("", name -> null)).run();
        isRefused(token, "The token is none of ours.");
    }

    @Test
    void failsWhileTheSharedKeyCannotBeHad() {
        Subscriptions away = new Subscriptions(Mono.error(new IllegalStateException("away")), access, clock);
        StepVerifier.create(away.grant("x")).expectErrorMessage("away").verify(PATIENCE);
        StepVerifier.create(away.mint(List.of("*"), List.of("*"), Duration.ofMinutes(1)))
                .expectErrorMessage("away")
                .verify(PATIENCE);
    }
}
