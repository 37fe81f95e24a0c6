package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.BAD;
import static dev.carteiro.delivery.TestDeliveries.BUSY;
import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Recent.Failure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptMetersTests {

    private final TestClock clock = new TestClock(NOW);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AttemptMeters meters = new AttemptMeters(registry, clock);

    @Test
    void remembersHowTheLastHourWent() {
        meters.ended("crm", BUSY, 500);
        clock.advance(Duration.ofMinutes(10));
        meters.ended("crm", OK, 20);
        Recent recent = meters.recent("crm");
        assertThat(recent.fiveMinutes().attempts()).isEqualTo(1);
        assertThat(recent.fiveMinutes().successRate()).isEqualTo(1.0);
        assertThat(recent.hour().attempts()).isEqualTo(2);
        assertThat(recent.hour().successRate()).isEqualTo(0.5);
        assertThat(recent.lastFailure()).isEqualTo(new Failure(NOW, 503, "status 503"));
    }

    @Test
    void holdsWhatWasNotAttemptedAgainstNobody() {
        meters.ended("crm", new Outcome.Postponed("circuit breaker open", Duration.ZERO), 0);
        assertThat(meters.recent("crm")).isEqualTo(Recent.NOTHING);
    }

    @Test
    void keepsTheLastFailureWhateverKindItIs() {
        meters.ended("crm", BAD, 1);
        assertThat(meters.recent("crm").lastFailure()).isEqualTo(new Failure(NOW, 400, "status 400"));
        meters.ended("crm", new Outcome.Gone("status 410: the destination is gone", new Answer(410, "bye")), 1);
        assertThat(meters.recent("crm").lastFailure())
                .isEqualTo(new Failure(NOW, 410, "status 410: the destination is gone"));
        meters.ended("crm", new Outcome.Deferred("x".repeat(1_000), null, null), 1);
        Failure last = Objects.requireNonNull(meters.recent("crm").lastFailure());
        assertThat(last.status()).isNull();
        assertThat(last.reason()).isEqualTo("x".repeat(300) + "…");
        assertThat(meters.recent("crm").fiveMinutes().attempts()).isEqualTo(3);
    }

    @Test
    void forgetsDestinationsThatAreGone() {
        meters.ended("crm", OK, 1);
        meters.ended("gone", OK, 1);
        meters.ended("gone", BAD, 1);
        meters.retain(Set.of("crm"));
        assertThat(registry.find("carteiro.attempts").tag("destination", "gone").meters())
                .isEmpty();
        assertThat(meters.recent("gone")).isEqualTo(Recent.NOTHING);
        assertThat(registry.find("carteiro.attempts").tag("destination", "crm").meters())
                .hasSize(1);
        assertThat(meters.recent("crm").hour().attempts()).isEqualTo(1);
    }
}
