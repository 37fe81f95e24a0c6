package dev.carteiro.console;

import dev.carteiro.signature.JsonWebTokens;
import dev.carteiro.signature.JsonWebTokens.Checked;
import dev.carteiro.signature.Verdict;
import dev.carteiro.store.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpCookie;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;

/**
 * Sessions of browsers: a signed token in a cookie, good on every replica until it expires or the admin token is another.
 */
final class Sessions {

    static final String COOKIE = "carteiro-session";
    static final Duration LENGTH = Duration.ofHours(12);

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final Mono<JsonWebTokens> tokens;
    private final Clock clock;

    /** {@code sharedKey} is asked for when there is a cookie for the first time. */
    Sessions(Mono<String> sharedKey, AdminToken admin, Clock clock) {
        this.tokens = sharedKey
                .map(key -> new JsonWebTokens(List.of(admin.sessionKey(key)), Duration.ZERO))
                .timeout(PATIENCE)
                .onErrorMap(Sessions::unavailable)
                .cache(known -> FOR_EVER, failure -> Duration.ZERO, () -> Duration.ZERO);
        this.clock = clock;
    }

    private static ApiProblem unavailable(Throwable failure) {
        log.debug("event=session-key-unknown cause=\"{}\"", Cause.of(failure));
        return ApiProblem.unavailable("The database does not answer, and sessions are checked with what is in it; the"
                + " header \"Authorization: Bearer …\" with CARTEIRO_ADMIN_TOKEN works without it.");
    }

    /** A new session's token. */
    Mono<String> begin() {
        return tokens.map(
                signer -> signer.sign(Map.of("exp", clock.instant().plus(LENGTH).getEpochSecond())));
    }

    /** When the session of these cookies ends; empty where they hold none that is good. Fails with what to answer. */
    Mono<Instant> end(MultiValueMap<String, HttpCookie> cookies) {
        HttpCookie cookie = cookies.getFirst(COOKIE);
        return cookie == null
                ? Mono.empty()
                : tokens.flatMap(signer -> Mono.justOrEmpty(end(signer, cookie.getValue())));
    }

    private Optional<Instant> end(JsonWebTokens signer, String token) {
        Checked checked = signer.verify(token, clock.instant());
        return checked.verdict() == Verdict.VALID
                ? Optional.of(Instant.ofEpochSecond(checked.claims().path("exp").asLong(0)))
                : Optional.empty();
    }
}
