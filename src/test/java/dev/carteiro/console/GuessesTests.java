package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.network.Callers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

@ExtendWith(OutputCaptureExtension.class)
class GuessesTests {

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Callers callers = new Callers();
    private final Guesses guesses = new Guesses(AdminToken.of("right"), callers, meters, nanos::get);

    private static ServerHttpRequest from(String address, String... forwardedFor) {
        return MockServerHttpRequest.get("/api/events")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral(address), 40_000))
                .header("X-Forwarded-For", forwardedFor)
                .build();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void guess(int times, ServerHttpRequest request) {
        for (int i = 0; i < times; i++) {
            assertThat(guesses.right(request, "wrong" + i)).isFalse();
        }
    }

    private void refuses(ServerHttpRequest request, String presented, String seconds) {
        assertThatThrownBy(() -> guesses.right(request, presented))
                .asInstanceOf(InstanceOfAssertFactories.type(ApiProblem.class))
                .satisfies(problem -> {
                    assertThat(problem.getStatusCode().value()).isEqualTo(429);
                    assertThat(problem.getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                            .isEqualTo(seconds);
                });
    }

    @Test
    void whoWasWrongTenTimesIsNotLookedAtForAMinute(CapturedOutput output) {
        guess(10, from("192.0.2.1"));

        refuses(from("192.0.2.1"), "right", "60");
        pass(Duration.ofSeconds(40));
        refuses(from("192.0.2.1"), "right", "20");
        pass(Duration.ofSeconds(21));
        assertThat(guesses.right(from("192.0.2.1"), "right")).isTrue();

        assertThat(output.getOut()).containsOnlyOnce("event=admin-token-guessed-at address=192.0.2.1 wrong=10");
        assertThat(output.getOut()).doesNotContain("wrong1");
        assertThat(meters.get("carteiro.admin.refused")
                        .tag("reason", "wrong")
                        .counter()
                        .count())
                .isEqualTo(10);
        assertThat(meters.get("carteiro.admin.refused")
                        .tag("reason", "bounded")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whoHasATokenThatNobodyGuessesIsAlwaysLetIn() {
        String chosen = "0123456789abcdef0123456789abcdef";
        Guesses beyond = new Guesses(AdminToken.of(chosen), callers, meters, nanos::get);
        for (int i = 0; i < 10; i++) {
            assertThat(beyond.right(from("192.0.2.1"), "wrong" + i)).isFalse();
        }

        assertThat(beyond.right(from("192.0.2.1"), chosen)).isTrue();
        assertThatThrownBy(() -> beyond.right(from("192.0.2.1"), "wrong")).isInstanceOf(ApiProblem.class);
    }

    @Test
    void nobodyElseIsHeldUp() {
        guess(10, from("192.0.2.1"));

        assertThat(guesses.right(from("192.0.2.2"), "right")).isTrue();
        assertThat(guesses.right(from("192.0.2.2"), "wrong")).isFalse();
    }

    @Test
    void aFewMistakesAreForgotten() {
        guess(9, from("192.0.2.1"));
        assertThat(guesses.right(from("192.0.2.1"), "right")).isTrue();
        pass(Duration.ofSeconds(61));
        guess(9, from("192.0.2.1"));

        assertThat(guesses.right(from("192.0.2.1"), "right")).isTrue();
    }

    @Test
    void anIpv6NetworkIsOneCaller() {
        for (int host = 1; host <= 10; host++) {
            guess(1, from("2001:db8::" + host));
        }

        refuses(from("2001:db8::ffff"), "right", "60");
        assertThat(guesses.right(from("2001:db8:0:1::1"), "right")).isTrue();
    }

    @Test
    void behindATrustedProxyTheCallerIsWhoItNames() {
        guess(10, from("10.0.0.1", "192.0.2.1"));
        refuses(from("10.0.0.1", "192.0.2.2"), "right", "60");

        pass(Duration.ofSeconds(61));
        callers.prepare(ConfigTree.of("carteiro: { trusted-proxies: [10.0.0.0/8] }", name -> null))
                .run();
        guess(10, from("10.0.0.1", "192.0.2.1"));
        assertThat(guesses.right(from("10.0.0.1", "192.0.2.2"), "right")).isTrue();
        refuses(from("10.0.0.1", "192.0.2.1"), "right", "60");
    }
}
