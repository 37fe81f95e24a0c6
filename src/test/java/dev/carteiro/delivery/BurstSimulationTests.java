package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.BAD;
import static dev.carteiro.delivery.TestDeliveries.BUSY;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Simulation.Attempt;
import dev.carteiro.delivery.Simulation.Script;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a destination with debounce is sent, and when, in virtual time: 8 s of quiet, 30 s at most, 20 events at most. */
@Timeout(120)
class BurstSimulationTests {

    private static final Policy POLICY = new Policy(
            ofSeconds(5),
            4,
            null,
            true,
            new Policy.Retry(List.of(ofSeconds(1), ofSeconds(5)), 0, Duration.ofHours(24)),
            new Policy.Breaker(50, 20, ofSeconds(10)),
            new Policy.Debounce(ofSeconds(8), ofSeconds(30), 20));

    @AfterEach
    void stopTime() {
        VirtualTimeScheduler.reset();
    }

    private static Simulation simulation(Script script) {
        return new Simulation(POLICY, script);
    }

    private static Mono<Outcome> after(Duration took, Outcome outcome) {
        return Mono.delay(took).map(tick -> outcome);
    }

    private static List<List<Long>> bursts(Simulation simulation) {
        return simulation.attempts().stream().map(Attempt::burst).toList();
    }

    /** So many statements may lie between a moment and the attempt that is due at it. */
    private static void assertBegan(Attempt attempt, Duration at) {
        assertThat(attempt.at()).isBetween(at, at.plusMillis(200));
    }

    @Test
    void waitsUntilTheConversationIsQuiet() {
        try (Simulation simulation = simulation((at, delivery) -> after(ofMillis(20), OK))) {
            simulation.accept("ana");
            simulation.acceptAt(ofSeconds(3), "ana");
            simulation.acceptAt(ofSeconds(6), "ana");
            simulation.finish(ofMinutes(1));
            assertThat(bursts(simulation)).containsExactly(List.of(1L, 2L, 3L));
            assertBegan(simulation.attempts().getFirst(), ofSeconds(14));
            assertThat(simulation.attempts().getFirst().number())
                    .as("looking at the window is no attempt")
                    .isEqualTo(1);
        }
    }

    @Test
    void waitsNoLongerThanItMayForOneThatIsNeverQuiet() {
        try (Simulation simulation = simulation((at, delivery) -> after(ofMillis(20), OK))) {
            IntStream.range(0, 16).forEach(number -> simulation.acceptAt(ofSeconds(4L * number + 1), "ana"));
            simulation.advance(ofSeconds(62));
            simulation.finish(ofMinutes(1));
            assertThat(bursts(simulation))
                    .containsExactly(
                            List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), List.of(9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L));
            assertBegan(simulation.attempts().getFirst(), ofSeconds(31));
            assertBegan(simulation.attempts().getLast(), ofSeconds(63));
        }
    }

    @Test
    void holdsSoManyAtMostAndTheOthersFollow() {
        try (Simulation simulation = simulation((at, delivery) -> after(ofMillis(20), OK))) {
            IntStream.range(0, 45).forEach(number -> simulation.accept("ana"));
            simulation.finish(ofMinutes(1));
            assertThat(bursts(simulation)).extracting(List::size).containsExactly(20, 20, 5);
            assertThat(bursts(simulation).stream().flatMap(List::stream)).isSorted();
        }
    }

    @Test
    void keepsNoConversationWaitingForAnother() {
        try (Simulation simulation = simulation((at, delivery) -> after(ofMillis(20), OK))) {
            IntStream.range(0, 15).forEach(second -> simulation.acceptAt(ofSeconds(second), "ana"));
            simulation.acceptAt(ofMillis(1_300), "bia");
            simulation.advance(ofSeconds(15));
            assertThat(simulation.attempts()).hasSize(1);
            assertThat(simulation.attempts().getFirst().conversation()).isEqualTo("bia");
            assertBegan(simulation.attempts().getFirst(), ofMillis(9_300));
            simulation.finish(ofMinutes(1));
            assertThat(simulation.attempts()).hasSize(2);
            assertBegan(simulation.attempts().getLast(), ofSeconds(22));
        }
    }

    @Test
    void repeatsABurstAsItWasAndSendsWhatCameMeanwhileNext() {
        Script script = (at, delivery) -> after(ofMillis(20), delivery.attempts() < 2 ? BUSY : OK);
        try (Simulation simulation = simulation(script)) {
            simulation.accept("ana");
            simulation.accept("ana");
            simulation.acceptAt(ofSeconds(9), "ana");
            simulation.finish(ofMinutes(2));
            assertThat(bursts(simulation).subList(0, 4))
                    .containsExactly(List.of(1L, 2L), List.of(1L, 2L), List.of(1L, 2L), List.of(3L));
            assertBegan(simulation.attempts().get(1), ofSeconds(9));
            assertBegan(simulation.attempts().get(2), ofSeconds(14));
            assertBegan(simulation.attempts().get(3), ofSeconds(17));
        }
    }

    @Test
    void makesDeadLettersOfAllOfThemAndGoesOnBehindThem() {
        Script script = (at, delivery) -> after(ofMillis(20), delivery.position() == 1 ? BAD : OK);
        try (Simulation simulation = simulation(script)) {
            simulation.accept("ana");
            simulation.accept("ana");
            simulation.acceptAt(ofSeconds(20), "ana");
            simulation.advance(ofSeconds(20));
            simulation.finish(ofMinutes(1));
            assertThat(simulation.dead()).containsExactly(1L, 2L);
            assertThat(bursts(simulation)).containsExactly(List.of(1L, 2L), List.of(3L));
        }
    }
}
