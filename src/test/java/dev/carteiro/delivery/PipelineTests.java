package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.BAD;
import static dev.carteiro.delivery.TestDeliveries.BUSY;
import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static dev.carteiro.delivery.TestDeliveries.always;
import static dev.carteiro.delivery.TestDeliveries.attempted;
import static dev.carteiro.delivery.TestDeliveries.destination;
import static dev.carteiro.delivery.TestDeliveries.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.cluster.Permits;
import dev.carteiro.delivery.DeliveryQueue.Room;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class PipelineTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int SLOTS = 8 * policy().concurrency();

    private final VirtualTimeScheduler time = VirtualTimeScheduler.set(VirtualTimeScheduler.create());
    private final TestClock clock = new TestClock(NOW);

    @AfterEach
    void stopTime() {
        VirtualTimeScheduler.reset();
    }

    private Pipeline pipeline(Sender sender) {
        return pipeline(policy(), sender);
    }

    private Pipeline pipeline(Policy policy, Sender sender) {
        return new Pipeline(destination(policy, sender), new Resilience(Permits.alone(time)), clock);
    }

    private static Outcome attempt(Pipeline pipeline) {
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        StepVerifier.create(pipeline.attempt(attempted(0)))
                .consumeNextWith(outcome::set)
                .expectComplete()
                .verify(PATIENCE);
        return Objects.requireNonNull(outcome.get());
    }

    @Test
    void passesOnWhatTheSenderSays() {
        assertThat(attempt(pipeline(always(OK)))).isEqualTo(OK);
        assertThat(attempt(pipeline(always(BAD)))).isEqualTo(BAD);
    }

    @Test
    void defersWhatIsNotAnsweredInTime() {
        Pipeline pipeline = pipeline((delivery, elsewhere) -> Mono.never());
        StepVerifier.create(pipeline.attempt(attempted(0)))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(4_999)))
                .expectNoEvent(Duration.ofMillis(1))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .expectNext(new Outcome.Deferred("no answer within 5000 ms", null, null))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void defersWhatBreaksOnTheWay() {
        assertThat(attempt(pipeline((delivery, elsewhere) -> Mono.error(new IOException("Connection reset by peer")))))
                .isEqualTo(new Outcome.Deferred("Connection reset by peer", null, null));
        assertThat(attempt(pipeline((delivery, elsewhere) -> {
                    throw new IllegalStateException("a fault in the sender");
                })))
                .isEqualTo(new Outcome.Deferred("a fault in the sender", null, null));
    }

    @Test
    void leavesAFailingDestinationAloneAndProbesItOnce() {
        AtomicReference<Outcome> answer = new AtomicReference<>(BUSY);
        AtomicInteger sent = new AtomicInteger();
        Pipeline pipeline = pipeline((delivery, elsewhere) -> Mono.fromSupplier(() -> {
            sent.getAndIncrement();
            return answer.get();
        }));
        for (int failure = 0; failure < 4; failure++) {
            assertThat(attempt(pipeline)).isEqualTo(BUSY);
        }
        assertThat(attempt(pipeline)).isEqualTo(new Outcome.Postponed("circuit breaker open", Duration.ofMillis(50)));
        assertThat(pipeline.room()).isEqualTo(Room.NONE);
        assertThat(pipeline.gate().closed())
                .isEqualTo(new Outcome.Postponed("circuit breaker open", Duration.ofMillis(51)));
        assertThat(sent).hasValue(4);
        clock.advance(Duration.ofMillis(51));
        assertThat(pipeline.room()).as("a probe").isEqualTo(new Room(1, 1));
        pipeline.hold(new Room(1, 1));
        assertThat(pipeline.room()).as("one probe at a time").isEqualTo(Room.NONE);
        answer.set(OK);
        assertThat(attempt(pipeline)).isEqualTo(OK);
        pipeline.release(new Room(1, 1));
        assertThat(pipeline.room()).isEqualTo(new Room(SLOTS, SLOTS * 3 / 4));
    }

    @Test
    void attemptsNoMoreAtOnceThanItMay() {
        Pipeline pipeline = pipeline((delivery, elsewhere) -> Mono.never());
        Disposable first = pipeline.attempt(attempted(0)).subscribe();
        Disposable second = pipeline.attempt(attempted(0)).subscribe();
        Outcome busy = new Outcome.Postponed("all attempts busy", Duration.ofMillis(100));
        assertThat(attempt(pipeline)).isEqualTo(busy);
        first.dispose();
        Disposable third = pipeline.attempt(attempted(0)).subscribe();
        assertThat(attempt(pipeline)).as("a place for each that was given up").isEqualTo(busy);
        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(second.isDisposed()).as("out of time").isTrue();
        assertThat(third.isDisposed()).isTrue();
    }

    @Test
    void countsAnAttemptOnceHoweverItEnds() {
        List<Sinks.One<Outcome>> answers = new ArrayList<>();
        AtomicInteger cancelled = new AtomicInteger();
        Pipeline pipeline = pipeline((delivery, elsewhere) -> {
            Sinks.One<Outcome> answer = Sinks.one();
            answers.add(answer);
            return answer.asMono().doOnCancel(cancelled::getAndIncrement);
        });
        for (int late = 0; late < 3; late++) {
            Disposable attempt = pipeline.attempt(attempted(0)).subscribe();
            time.advanceTimeBy(Duration.ofSeconds(5));
            assertThat(attempt.isDisposed()).isTrue();
            attempt.dispose();
            assertThat(answers.getLast().tryEmitValue(BUSY))
                    .as("nobody listens")
                    .isNotNull();
        }
        assertThat(cancelled).as("what is late is given up").hasValue(3);
        assertThat(pipeline.protections().breaker()).isEqualTo(BreakerState.CLOSED);
        Disposable givenUp = pipeline.attempt(attempted(0)).subscribe();
        givenUp.dispose();
        assertThat(pipeline.protections().breaker())
                .as("what was given up is no failure")
                .isEqualTo(BreakerState.CLOSED);
        Disposable fourth = pipeline.attempt(attempted(0)).subscribe();
        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(fourth.isDisposed()).isTrue();
        assertThat(pipeline.protections().breaker()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void doesNotHoldARefusalAgainstTheDestination() {
        Pipeline pipeline = pipeline(always(BAD));
        for (int refusal = 0; refusal < 20; refusal++) {
            assertThat(attempt(pipeline)).isEqualTo(BAD);
        }
    }

    @Test
    void postponesWhatIsBeyondTheRate() {
        Policy limited = new Policy(
                PATIENCE, 2, new Policy.Rate(1, Duration.ofHours(1)), true, policy().retry(), policy().breaker(), null);
        Pipeline pipeline = pipeline(limited, always(OK));
        assertThat(pipeline.room().slots()).isEqualTo(1);
        assertThat(attempt(pipeline)).isEqualTo(OK);
        assertThat(attempt(pipeline)).isEqualTo(new Outcome.Postponed("rate limit", Duration.ofMillis(100)));
        assertThat(pipeline.room().slots())
                .as("nothing is claimed that may not start")
                .isZero();
        assertThat(pipeline.protections().breaker())
                .as("it knows nothing of it")
                .isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void holdsNoMoreThanItsSlots() {
        Pipeline pipeline = pipeline(always(OK));
        pipeline.crowded(false);
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(pipeline.reserve()).isTrue();
        }
        assertThat(pipeline.crowded()).isFalse();
        assertThat(pipeline.reserve()).isFalse();
        assertThat(pipeline.crowded()).isTrue();
        assertThat(pipeline.held()).isEqualTo(SLOTS);
    }

    @Test
    void letsNothingNewOvertakeWhatWaitsInTheDatabase() {
        Pipeline pipeline = pipeline(always(OK));
        assertThat(pipeline.reserve()).as("nobody has looked yet").isFalse();
        pipeline.crowded(false);
        pipeline.hint();
        assertThat(pipeline.reserve())
                .as("what is due is claimed in the next turn")
                .isTrue();
        pipeline.crowded(true);
        assertThat(pipeline.reserve()).as("what waits found no slot").isFalse();
    }

    @Test
    void letsNothingNewOvertakeWhatWasPutOffTwice() {
        Pipeline pipeline = pipeline(always(OK));
        pipeline.crowded(false);
        pipeline.putOff();
        assertThat(pipeline.reserve()).isTrue();
        pipeline.asked();
        pipeline.putOff();
        assertThat(pipeline.reserve()).isTrue();
        pipeline.putOff();
        assertThat(pipeline.reserve()).isFalse();
    }

    @Test
    void keepsSlotsForFirstAttempts() {
        Pipeline pipeline = pipeline(always(OK));
        pipeline.hold(new Room(12, 12));
        assertThat(pipeline.room()).as("four slots, for first attempts only").isEqualTo(new Room(4, 0));
        pipeline.release(attempted(1).slot());
        assertThat(pipeline.room()).isEqualTo(new Room(5, 1));
    }

    @Test
    void startsNothingDuringAPauseThatAShorterOneDoesNotEnd() {
        Pipeline pipeline = pipeline(always(OK));
        pipeline.asked();
        assertThat(pipeline.gate().quiet(NOW.plusSeconds(10))).isTrue();
        assertThat(pipeline.gate().quiet(NOW.plusSeconds(1))).isFalse();
        clock.advance(Duration.ofSeconds(9));
        assertThat(pipeline.room()).isEqualTo(Room.NONE);
        assertThat(pipeline.reserve()).isFalse();
        assertThat(pipeline.gate().closed())
                .isEqualTo(new Outcome.Postponed("destination asked for patience", Duration.ofSeconds(1)));
        clock.advance(Duration.ofSeconds(1));
        assertThat(pipeline.room()).isEqualTo(new Room(SLOTS, SLOTS * 3 / 4));
    }

    @Test
    void startsNothingWhilePausedOrDisabled() {
        Pipeline pipeline = pipeline(always(OK));
        pipeline.gate().apply(new Standing(null, true, null, null, Instant.EPOCH, NOW));
        assertThat(pipeline.room()).isEqualTo(Room.NONE);
        pipeline.gate().apply(Standing.USUAL);
        assertThat(pipeline.room().slots()).isEqualTo(SLOTS);
        assertThat(pipeline.gate().disable("status 410")).isTrue();
        assertThat(pipeline.gate().disable("status 410")).as("no news").isFalse();
        assertThat(pipeline.room()).isEqualTo(Room.NONE);
    }

    @Test
    void keepsWhatADestinationAskedForUntilAllReplicasKnowIt() {
        Pipeline pipeline = pipeline(always(OK));
        assertThat(pipeline.gate().disable("status 410")).isTrue();
        pipeline.gate().apply(Standing.USUAL);
        assertThat(pipeline.gate().closed()).as("told by one who did not know").isNotNull();
        pipeline.gate().known();
        pipeline.gate().apply(Standing.USUAL);
        assertThat(pipeline.gate().closed()).as("enabled by an operator").isNull();
    }

    @Test
    void sendsElsewhereWhereThatWasSaid() {
        AtomicReference<String> sentTo = new AtomicReference<>("");
        Pipeline pipeline = pipeline((delivery, elsewhere) -> {
            sentTo.set(String.valueOf(elsewhere));
            return Mono.just(OK);
        });
        pipeline.gate().apply(new Standing("http://tunnel.example", false, null, null, Instant.EPOCH, NOW));
        assertThat(attempt(pipeline)).isEqualTo(OK);
        assertThat(sentTo).hasValue("http://tunnel.example");
    }

    @Test
    void arrangesNoWakeUpThatComesLaterThanOneThatIsArranged() {
        Pipeline pipeline = pipeline(always(OK));
        assertThat(pipeline.wakesAt(NOW.plusSeconds(10), NOW)).isTrue();
        assertThat(pipeline.wakesAt(NOW.plusSeconds(11), NOW)).isFalse();
        assertThat(pipeline.wakesAt(NOW.plusSeconds(2), NOW)).isTrue();
        assertThat(pipeline.wakesAt(NOW.plusSeconds(11), NOW.plusSeconds(3))).isTrue();
    }

    @Test
    void hasWorkAgainWhenTheRepeatsInHandRunLowAndMoreWereLeft() {
        Pipeline pipeline = pipeline(always(OK));
        Room repeat = attempted(1).slot();
        pipeline.hold(new Room(9, 8));
        pipeline.asked();
        pipeline.leftRepeats(true);
        pipeline.release(attempted(0).slot());
        pipeline.release(repeat);
        assertThat(pipeline.mayHaveWork()).as("seven of twelve are in hand").isFalse();
        pipeline.release(repeat);
        assertThat(pipeline.mayHaveWork()).isTrue();
        pipeline.asked();
        pipeline.leftRepeats(false);
        pipeline.release(repeat);
        assertThat(pipeline.mayHaveWork()).as("none are left").isFalse();
    }
}
