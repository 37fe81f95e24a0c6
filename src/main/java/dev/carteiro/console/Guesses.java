package dev.carteiro.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.carteiro.network.Callers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Judges what is shown as the admin token. Who was wrong ten times, with less than a minute between one and the next, is not
 * looked at for a minute, right or wrong: otherwise guesses would cost nothing. Sessions that have begun go on, and a token
 * that is too long to be guessed is always let in, so that nobody can keep the others out who have the same address.
 */
final class Guesses {

    static final int MOST = 10;
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** Beyond that the ones that are used least are forgotten; whoever has so many addresses is not stopped by this. */
    private static final int ADDRESSES = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Guesses.class);

    private final AdminToken token;
    private final Callers callers;
    private final Cache<InetAddress, Integer> wrong;
    private final Counter refused;
    private final Counter bounded;

    Guesses(AdminToken token, Callers callers, MeterRegistry meters, Ticker ticker) {
        this.token = token;
        this.callers = callers;
        wrong = Caffeine.newBuilder()
                .maximumSize(ADDRESSES)
                .expireAfterWrite(PAUSE)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        refused = counter("wrong", meters);
        bounded = counter("bounded", meters);
    }

    private static Counter counter(String reason, MeterRegistry meters) {
        return Counter.builder("carteiro.admin.refused")
                .description(
                        "Requests that showed a wrong admin token, or came from an address that was wrong too often")
                .tag("reason", reason)
                .register(meters);
    }

    /** Whether that is the admin token; fails with a 429 where the address that asks has been wrong too often. */
    boolean right(ServerHttpRequest request, String presented) {
        return right(request, presented, () -> false);
    }

    /** The same where something else is as good as the token. */
    boolean right(ServerHttpRequest request, String presented, BooleanSupplier otherwise) {
        if (token.isLong() && token.matches(presented)) {
            return true;
        }
        InetAddress address = Network.of(callers.of(
                Optional.ofNullable(request.getRemoteAddress()),
                request.getHeaders().getOrEmpty("x-forwarded-for")));
        Integer before = wrong.getIfPresent(address);
        if (before != null && before >= MOST) {
            bounded.increment();
            throw ApiProblem.bounded(secondsLeft(address));
        }
        boolean right = token.matches(presented) || otherwise.getAsBoolean();
        if (!right) {
            refused.increment();
            count(address);
        }
        return right;
    }

    private void count(InetAddress address) {
        int times = wrong.asMap().merge(address, 1, Integer::sum);
        if (times == MOST) {
            log.warn(
                    "event=admin-token-guessed-at address={} wrong={} action=\"not looked at for {} s\"",
                    address.getHostAddress(),
                    times,
                    PAUSE.toSeconds());
        }
    }

    private long secondsLeft(InetAddress address) {
        long age = wrong.policy()
                .expireAfterWrite()
                .map(expiry -> expiry.ageOf(address, TimeUnit.SECONDS).orElse(0))
                .orElse(0L);
        return Math.max(1, PAUSE.toSeconds() - age);
    }
}
