package dev.carteiro.delivery;

import static dev.carteiro.delivery.SimulationReport.attempts;
import static dev.carteiro.delivery.SimulationReport.timeline;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Simulation.Attempt;
import dev.carteiro.delivery.Simulation.Script;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

@Timeout(120)
class DeliverySimulationTests {

    private static final List<Duration> SHORT = List.of(ofSeconds(1), ofSeconds(5), ofSeconds(30));
    private static final List<Duration> USUAL = List.of(
            ofSeconds(1),
            ofSeconds(5),
            ofSeconds(30),
            ofMinutes(2),
            ofMinutes(10),
            ofMinutes(30),
            ofHours(1),
            ofHours(3),
            ofHours(6),
            ofHours(12));

    @AfterEach
    void stopTime() {
        VirtualTimeScheduler.reset();
    }

    private static Policy policy(List<Duration> schedule, int concurrency, int window) {
        return new Policy(
                ofSeconds(5),
                concurrency,
                null,
                true,
                new Policy.Retry(schedule, 0.2, ofHours(24)),
                new Policy.Breaker(50, window, ofSeconds(10)),
                null);
    }

    private static Mono<Outcome> status(int status, Duration took) {
        Answer answer = new Answer(status, "");
        Outcome outcome =
                status == 200 ? new Outcome.Delivered(answer) : new Outcome.Deferred("status " + status, null, answer);
        return Mono.delay(took).map(tick -> outcome);
    }

    private static Mono<Outcome> patience(int status, Duration after) {
        Outcome outcome = new Outcome.Deferred("status " + status, after, new Answer(status, ""));
        return Mono.delay(ofMillis(5)).map(tick -> outcome);
    }

    /** Each conversation's events were delivered in the order of their numbers, one at a time. */
    private static void assertOrder(List<Attempt> attempts) {
        Map<String, Attempt> last = new HashMap<>();
        for (Attempt attempt : attempts) {
            Attempt before = last.put(attempt.conversation(), attempt);
            if (before != null) {
                assertThat(before.at().plus(before.took()))
                        .as("one at a time in %s", attempt.conversation())
                        .isLessThanOrEqualTo(attempt.at());
                assertThat(before.event())
                        .as("order in %s", attempt.conversation())
                        .isLessThanOrEqualTo(attempt.event());
            }
        }
    }

    private static long delivered(List<Attempt> attempts) {
        return attempts.stream()
                .filter(attempt -> attempt.outcome() instanceof Outcome.Delivered)
                .map(Attempt::event)
                .distinct()
                .count();
    }

    @Test
    void waitsForSlow503sToEnd() {
        Script script = (at, delivery) ->
                at.compareTo(ofSeconds(8)) < 0 ? status(503, ofSeconds(2)) : status(200, ofMillis(20));
        try (Simulation simulation = new Simulation(policy(SHORT, 4, 20), script)) {
            for (int second = 0; second < 4; second++) {
                simulation.acceptAt(ofSeconds(second), "ana");
                simulation.acceptAt(ofSeconds(second), "bia");
            }
            simulation.advance(ofSeconds(4));
            simulation.finish(ofMinutes(5));
            assertThat(delivered(simulation.attempts())).isEqualTo(8);
            assertThat(simulation.dead()).isEmpty();
            assertOrder(simulation.attempts());
            SimulationReport.check("Slow 503s, then recovery", """
                    For 8 s the destination takes 2 s to answer 503, then it is well. Two conversations bring a message a second, 1 and 2
                    to 7 and 8. Schedule 1 s, 5 s, 30 s. The later messages of a conversation wait behind its first one, and go as soon as that has arrived.

                    """ + attempts(simulation.attempts()));
        }
    }

    @Test
    void givesUpOnABlackHole() {
        try (Simulation simulation = new Simulation(policy(SHORT, 4, 4), (at, delivery) -> Mono.never())) {
            simulation.accept("ana");
            simulation.accept("ana");
            simulation.accept("bia");
            simulation.finish(ofMinutes(10));
            assertThat(simulation.dead()).containsExactly(1L, 2L, 3L);
            assertThat(simulation.attempts()).hasSize(12);
            assertOrder(simulation.attempts());
            SimulationReport.check("A black hole", """
                    The destination takes connections and never answers; timeout 5 s, schedule 1 s, 5 s, 30 s, so four attempts each. After four failures
                    the breaker opens for 10 s at a time and lets one attempt through as a probe; what it holds back costs no attempt.
                    The second message of Ana is tried when the first is a dead letter.

                    """ + attempts(simulation.attempts()));
        }
    }

    @Test
    void livesWithAFlappingDestination() {
        Script script =
                (at, delivery) -> at.toSeconds() / 30 % 2 == 0 ? status(200, ofMillis(50)) : status(500, ofMillis(50));
        try (Simulation simulation = new Simulation(policy(USUAL, 8, 20), script)) {
            IntStream.range(0, 600)
                    .forEach(number -> simulation.acceptAt(ofMillis(number * 400L), "chat" + number % 40));
            simulation.advance(ofMinutes(4));
            simulation.finish(ofHours(24));
            assertThat(delivered(simulation.attempts())).isEqualTo(600);
            assertThat(simulation.dead()).isEmpty();
            assertOrder(simulation.attempts());
            SimulationReport.check("Flapping", """
                    30 s well, 30 s of 500, and so on; 2.5 messages a second over 40 conversations for 4 minutes. The breaker (20 attempts, 50 %, 10 s)
                    stops the attempts soon after the destination fell, and probes. All 600 arrive, each conversation's in order.

                    """ + timeline(simulation.attempts(), ofSeconds(10)));
        }
    }

    @Test
    void letsNoConversationWaitForAStuckOne() {
        Script script =
                (at, delivery) -> delivery.position() == 1 ? status(500, ofMillis(20)) : status(200, ofMillis(20));
        try (Simulation simulation = new Simulation(policy(SHORT, 4, 20), script)) {
            List.of("ana", "bia", "ana", "caio", "ana", "bia").forEach(simulation::accept);
            simulation.finish(ofMinutes(5));
            assertThat(simulation.dead()).containsExactly(1L);
            assertThat(delivered(simulation.attempts())).isEqualTo(5);
            assertOrder(simulation.attempts());
            SimulationReport.check("One stuck conversation", """
                    Ana's first message is always answered with 500. Bia and Caio notice nothing; Ana's other messages follow as soon as the first is a
                    dead letter.

                    """ + attempts(simulation.attempts()));
        }
    }

    @Test
    void ridesOutAStormOf429s() {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        Script script = (at, delivery) -> {
            if (second.getAndSet((int) at.toSeconds()) != at.toSeconds()) {
                taken.set(0);
            }
            return taken.incrementAndGet() <= 10 ? status(200, ofMillis(5)) : patience(429, ofSeconds(3));
        };
        try (Simulation simulation = new Simulation(policy(SHORT, 8, 1_000), script)) {
            IntStream.range(0, 100).forEach(number -> simulation.accept("chat" + number));
            simulation.finish(ofMinutes(10));
            assertThat(delivered(simulation.attempts())).isEqualTo(100);
            assertThat(simulation.dead())
                    .as("a wish for patience uses up nothing of the schedule")
                    .isEmpty();
            SimulationReport.check("A storm of 429s", """
                    The destination takes 10 requests a second and answers the others with 429 and `Retry-After: 3`. 100 conversations bring a message at
                    once. Each 429 pauses the whole destination, and none of them uses up an attempt of the schedule (three delays).

                    """ + timeline(simulation.attempts(), ofSeconds(1)));
        }
    }

    @Test
    void keepsPlacesForFirstAttemptsWhileRepeatsHang() {
        Script script = (at, delivery) -> delivery.position() <= 100 ? Mono.never() : status(200, ofMillis(20));
        try (Simulation simulation = new Simulation(policy(SHORT, 8, 10_000), script)) {
            IntStream.rangeClosed(1, 100).forEach(number -> simulation.accept("dead" + number));
            Duration later = ofSeconds(150); // all have been tried once; from now on there are only repeats
            simulation.advance(later);
            IntStream.range(0, 50).forEach(number -> simulation.acceptAt(later.plusSeconds(number), "fresh" + number));
            simulation.advance(ofSeconds(51));
            List<Attempt> fresh = simulation.attempts().stream()
                    .filter(attempt -> attempt.event() > 100)
                    .toList();
            assertThat(fresh)
                    .hasSize(50)
                    .allSatisfy(attempt -> assertThat(attempt.outcome()).isInstanceOf(Outcome.Delivered.class))
                    .allSatisfy(attempt -> assertThat(attempt.at().minus(later).minusSeconds(attempt.event() - 101))
                            .as("waited")
                            .isLessThan(ofMillis(50)));
            SimulationReport.check(
                    "Repeats that hang, and fresh traffic", """
                    100 messages hang until their timeout of 5 s, again and again; 8 attempts at once, the breaker out of the way. From 150 s on a fresh
                    message comes each second, and is delivered at once in the places that are kept for first attempts.

                    """ + timeline(simulation.attempts(), ofSeconds(10)));
        }
    }

    @Test
    void sendsNothingMoreToADestinationThatIsGone() {
        Outcome gone = new Outcome.Gone("status 410", new Answer(410, ""));
        Script script = (at, delivery) ->
                at.compareTo(ofSeconds(5)) < 0 ? Mono.delay(ofMillis(20)).map(tick -> gone) : status(200, ofMillis(20));
        try (Simulation simulation = new Simulation(policy(SHORT, 4, 20), script)) {
            simulation.accept("ana");
            simulation.acceptAt(ofSeconds(1), "ana");
            simulation.acceptAt(ofSeconds(2), "bia");
            simulation.advance(ofHours(30));
            assertThat(simulation.attempts()).hasSize(1);
            assertThat(simulation.dead()).containsExactly(1L);
            assertThat(simulation.waiting())
                    .as("nothing grows too old by waiting")
                    .isEqualTo(2);
            simulation.apply(Standing.USUAL);
            simulation.finish(ofMinutes(1));
            assertOrder(simulation.attempts());
            SimulationReport.check("410, and an operator 30 hours later", """
                    The first message is answered with 410: it is a dead letter, and the destination is disabled. What comes after it waits, however long,
                    until an operator enables the destination.

                    """ + attempts(simulation.attempts()));
        }
    }

    @Test
    void lastsADayWithTheUsualSchedule() {
        try (Simulation simulation =
                new Simulation(policy(USUAL, 4, 1_000), (at, delivery) -> status(503, ofMillis(20)))) {
            simulation.accept("ana");
            simulation.finish(ofHours(30));
            assertThat(simulation.attempts()).hasSize(11);
            assertThat(simulation.dead()).containsExactly(1L);
            SimulationReport.check("The usual schedule", """
                    One message to a destination that always answers 503, with the schedule that a destination has by default: eleven attempts in about
                    23 hours, each delay up to 20 % shorter or longer, then a dead letter.

                    """ + attempts(simulation.attempts()));
        }
    }
}
