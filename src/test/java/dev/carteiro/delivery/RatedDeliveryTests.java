package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.BUSY;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static dev.carteiro.delivery.TestDeliveries.retry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Simulation.Attempt;
import dev.carteiro.delivery.Simulation.Script;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A destination with a rate gets no more than that, and no less where there is enough to do. */
class RatedDeliveryTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @AfterEach
    void stopTime() {
        VirtualTimeScheduler.reset();
    }

    private static Policy policy(int concurrency, Policy.Rate rate) {
        return new Policy(
                Duration.ofSeconds(5),
                concurrency,
                rate,
                true,
                retry(0, SECOND, SECOND, SECOND, SECOND),
                new Policy.Breaker(50, 4, SECOND),
                null);
    }

    private static List<Attempt> delivered(Policy policy, int events, Script script, Duration most) {
        try (Simulation simulation = new Simulation(policy, script)) {
            IntStream.range(0, events).forEach(event -> simulation.accept("chat-" + event));
            simulation.finish(most);
            return simulation.attempts();
        }
    }

    private static long within(List<Attempt> attempts, Duration from, Duration time) {
        return attempts.stream()
                .filter(attempt ->
                        attempt.at().compareTo(from) >= 0 && attempt.at().compareTo(from.plus(time)) < 0)
                .count();
    }

    @Test
    void startsAsManyAsTheRateAllowsAndNoMore() {
        Script script = (at, delivery) -> Mono.delay(Duration.ofMillis(20)).map(tick -> OK);
        List<Attempt> attempts =
                delivered(policy(32, new Policy.Rate(20, SECOND)), 100, script, Duration.ofSeconds(10));
        assertThat(attempts).hasSize(100);
        assertThat(attempts.getLast().at()).isBetween(Duration.ofMillis(4_700), Duration.ofMillis(5_500));
        assertThat(attempts)
                .allSatisfy(attempt -> assertThat(within(attempts, attempt.at(), SECOND))
                        .as("from %s on", attempt.at())
                        .isLessThanOrEqualTo(24));
    }

    @Test
    void makesNobodyWaitForAPermitInTheHandsOfASlowOne() {
        Script script = (at, delivery) -> Mono.delay(SECOND).map(tick -> OK);
        List<Attempt> attempts = delivered(policy(2, new Policy.Rate(20, SECOND)), 8, script, Duration.ofSeconds(10));
        assertThat(attempts).hasSize(8);
        assertThat(attempts.getLast().at()).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void probesADestinationThatWasDownByOnePermit() {
        Script script = (at, delivery) ->
                Mono.delay(Duration.ofMillis(5)).map(tick -> at.compareTo(Duration.ofSeconds(2)) < 0 ? BUSY : OK);
        List<Attempt> attempts = delivered(policy(4, new Policy.Rate(10, SECOND)), 10, script, Duration.ofMinutes(1));
        assertThat(attempts.stream().filter(attempt -> attempt.outcome() == OK)).hasSize(10);
    }
}
