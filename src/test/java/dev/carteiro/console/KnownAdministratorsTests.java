package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.carteiro.network.Callers;
import dev.carteiro.signature.JsonWebTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest.BaseBuilder;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class KnownAdministratorsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Mono<String> KEY = Mono.just("a-shared-key");
    private static final Mono<String> DATABASE_AWAY = Mono.error(new IllegalStateException("no connection"));

    private final AdminToken token = AdminToken.of("an-admin-token");

    private Guesses guesses() {
        return new Guesses(token, new Callers(), new SimpleMeterRegistry(), Ticker.systemTicker());
    }

    private static Sessions sessions(Mono<String> key, AdminToken token, Instant now) {
        return new Sessions(key, token, Clock.fixed(now, ZoneOffset.UTC));
    }

    private String session(AdminToken admin, Instant begun) {
        return Objects.requireNonNull(sessions(KEY, admin, begun).begin().block(PATIENCE));
    }

    private static BaseBuilder<?> cookie(BaseBuilder<?> request, String session) {
        return request.cookie(new HttpCookie(Sessions.COOKIE, session));
    }

    private boolean admits(Mono<String> key, BaseBuilder<?> request) {
        return Boolean.TRUE.equals(new KnownAdministrators(guesses(), sessions(key, token, NOW))
                .admits(((MockServerHttpRequest.BodyBuilder) request).build())
                .block(PATIENCE));
    }

    private void refuses(int status, Mono<String> key, BaseBuilder<?> request) {
        StepVerifier.create(new KnownAdministrators(guesses(), sessions(key, token, NOW))
                        .admits(((MockServerHttpRequest.BodyBuilder) request).build()))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ErrorResponseException.class,
                                problem -> assertThat(problem.getStatusCode().value())
                                        .isEqualTo(status)))
                .verify(PATIENCE);
    }

    private static BaseBuilder<?> get() {
        return MockServerHttpRequest.method(HttpMethod.GET, "/api/events");
    }

    private static BaseBuilder<?> post() {
        return MockServerHttpRequest.method(HttpMethod.POST, "/api/deliveries/replay");
    }

    @Test
    void knowsTheTokenAndTheCookieOfASession() {
        assertThat(admits(KEY, get())).isFalse();
        assertThat(admits(KEY, get().header("Authorization", "Bearer an-admin-token")))
                .isTrue();
        assertThat(admits(KEY, get().header("Authorization", "Bearer another"))).isFalse();
        assertThat(admits(KEY, cookie(get(), session(token, NOW)))).isTrue();
    }

    @Test
    void endsASessionAfterTwelveHours() {
        assertThat(admits(
                        KEY,
                        cookie(
                                get(),
                                session(token, NOW.minus(Duration.ofHours(12)).plusSeconds(1)))))
                .isTrue();
        assertThat(admits(KEY, cookie(get(), session(token, NOW.minus(Duration.ofHours(12))))))
                .isFalse();
    }

    @Test
    void endsAllSessionsWhenTheTokenIsAnother() {
        assertThat(admits(KEY, cookie(get(), session(AdminToken.of("an-older-token"), NOW))))
                .isFalse();
        assertThat(admits(Mono.just("another-shared-key"), cookie(get(), session(token, NOW))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a.b.c",
                "an-admin-token",
                "eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9.",
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjk5OTk5OTk5OTl9.AAAA"
            })
    void takesNoForgedCookie(String forged) {
        assertThat(admits(KEY, cookie(get(), forged))).isFalse();
    }

    @Test
    void takesNothingThatIsSignedWithTheSharedKeyAlone() {
        String signed = new JsonWebTokens(List.of("a-shared-key"), Duration.ZERO)
                .sign(Map.of("exp", NOW.plusSeconds(60).getEpochSecond()));
        assertThat(admits(KEY, cookie(get(), signed))).isFalse();
    }

    @Test
    void changesNothingForAPageOfSomebodyElse() {
        String session = session(token, NOW);

        refuses(403, KEY, cookie(post(), session));
        refuses(403, KEY, cookie(post(), session).header("Sec-Fetch-Site", "cross-site"));
        refuses(403, KEY, cookie(post(), session).header("Sec-Fetch-Site", "same-site"));
        refuses(
                403,
                KEY,
                cookie(get(), session)
                        .header("Upgrade", "websocket")
                        .header("Host", "a")
                        .header("Origin", "http://b"));
        assertThat(admits(KEY, cookie(post(), session).header("Sec-Fetch-Site", "same-origin")))
                .isTrue();
        assertThat(admits(KEY, post().header("Authorization", "Bearer an-admin-token")))
                .as("what no browser sends by itself")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://router:8802, router:8802, true",
        "https://Router.example, router.example, true",
        "http://router:8803, router:8802, false",
        "http://router.evil.example, router, false",
        "http://router@evil.example, router, false",
        "null, router, false",
        "http://[, router, false"
    })
    void comparesTheOriginWhereABrowserDoesNotSayMore(String origin, String host, boolean ours) {
        BaseBuilder<?> request =
                cookie(post(), session(token, NOW)).header("Origin", origin).header("Host", host);
        if (ours) {
            assertThat(admits(KEY, request)).isTrue();
        } else {
            refuses(403, KEY, request);
        }
    }

    @Test
    void knowsTheTokenButNoSessionWhileTheDatabaseIsAway() {
        assertThat(admits(DATABASE_AWAY, get().header("Authorization", "Bearer an-admin-token")))
                .isTrue();
        assertThat(admits(DATABASE_AWAY, get())).isFalse();
        refuses(503, DATABASE_AWAY, cookie(get(), session(token, NOW)));
    }

    @Test
    void asksForTheSharedKeyUntilItIsThereAndThenNeverAgain() {
        AtomicInteger asked = new AtomicInteger();
        Mono<String> key = Mono.defer(() -> asked.incrementAndGet() < 3 ? DATABASE_AWAY : KEY);
        Sessions sessions = sessions(key, token, NOW);
        MockServerHttpRequest request = MockServerHttpRequest.get("/api/events")
                .cookie(new HttpCookie(Sessions.COOKIE, session(token, NOW)))
                .build();
        KnownAdministrators administrators = new KnownAdministrators(guesses(), sessions);

        for (int failing = 0; failing < 2; failing++) {
            StepVerifier.create(administrators.admits(request)).expectError().verify(PATIENCE);
        }
        for (int working = 0; working < 3; working++) {
            assertThat(administrators.admits(request).block(PATIENCE)).isTrue();
        }
        assertThat(asked).hasValue(3);
    }
}
