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
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class PipelineTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    private Pipeline pipeline(Sender sender) {
        return new Pipeline(destination(policy(), sender), time);
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
        Pipeline pipeline = pipeline(delivery -> Mono.never());
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
        assertThat(attempt(pipeline(delivery -> Mono.error(new IOException("Connection reset by peer")))))
                .isEqualTo(new Outcome.Deferred("Connection reset by peer", null, null));
        assertThat(attempt(pipeline(delivery -> {
                    throw new IllegalStateException("a fault in the sender");
                })))
                .isEqualTo(new Outcome.Deferred("a fault in the sender", null, null));
    }

    @Test
    void leavesAFailingDestinationAloneAndProbesItOnce() {
        AtomicReference<Outcome> answer = new AtomicReference<>(BUSY);
        AtomicInteger sent = new AtomicInteger();
        Pipeline pipeline = pipeline(delivery -> Mono.fromSupplier(() -> {
            sent.getAndIncrement();
            return answer.get();
        }));
        for (int failure = 0; failure < 4; failure++) {
            assertThat(attempt(pipeline)).isEqualTo(BUSY);
        }
        assertThat(attempt(pipeline)).isEqualTo(new Outcome.Postponed("circuit breaker open", Duration.ofMillis(50)));
        assertThat(pipeline.free(NOW)).isZero();
        assertThat(sent).hasValue(4);
        await().atMost(PATIENCE).until(() -> pipeline.free(NOW) == 1);
        answer.set(OK);
        assertThat(attempt(pipeline)).isEqualTo(OK);
        assertThat(pipeline.free(NOW)).isEqualTo(8);
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
                PATIENCE, 2, new Policy.Rate(1, Duration.ofHours(1)), true, policy().retry(), policy().breaker());
        Pipeline pipeline = new Pipeline(destination(limited, always(OK)), time);
        assertThat(attempt(pipeline)).isEqualTo(OK);
        assertThat(attempt(pipeline)).isEqualTo(new Outcome.Postponed("rate limit", Duration.ofHours(1)));
        assertThat(pipeline.free(NOW)).as("the breaker knows nothing of it").isEqualTo(8);
    }

    @Test
    void holdsNoMoreThanItsWindow() {
        Pipeline pipeline = pipeline(always(OK));
        pipeline.asked();
        for (int slot = 0; slot < 8; slot++) {
            assertThat(pipeline.reserve(NOW)).isTrue();
        }
        assertThat(pipeline.reserve(NOW)).isFalse();
        assertThat(pipeline.held()).isEqualTo(8);
        pipeline.release(1);
        assertThat(pipeline.reserve(NOW)).isTrue();
    }

    @Test
    void letsNothingNewOvertakeWhatWaitsInTheDatabase() {
        Pipeline pipeline = pipeline(always(OK));
        pipeline.asked();
        assertThat(pipeline.reserve(NOW)).isTrue();
        pipeline.hint();
        assertThat(pipeline.reserve(NOW)).isFalse();
    }

    @Test
    void runsNoMoreAttemptsThanItsConcurrency() {
        Pipeline pipeline = pipeline(always(OK));
        Delivery first = attempted(0);
        pipeline.add(first);
        pipeline.add(attempted(1));
        pipeline.add(attempted(2));
        assertThat(pipeline.next()).isSameAs(first);
        assertThat(pipeline.next()).isNotNull();
        assertThat(pipeline.next()).isNull();
        pipeline.attempted();
        assertThat(pipeline.next()).isNotNull();
        pipeline.attempted();
        pipeline.attempted();
        assertThat(pipeline.next()).isNull();
        assertThat(pipeline.attempting()).isZero();
    }

    @Test
    void startsNothingDuringAPauseThatAShorterOneDoesNotEnd() {
        Pipeline pipeline = pipeline(always(OK));
        pipeline.asked();
        pipeline.pause(NOW.plusSeconds(10));
        pipeline.pause(NOW.plusSeconds(1));
        assertThat(pipeline.free(NOW.plusSeconds(9))).isZero();
        assertThat(pipeline.reserve(NOW.plusSeconds(9))).isFalse();
        assertThat(pipeline.free(NOW.plusSeconds(10))).isEqualTo(8);
    }

    @Test
    void arrangesNoWakeUpThatComesLaterThanOneThatIsArranged() {
        Pipeline pipeline = pipeline(always(OK));
        assertThat(pipeline.wakesAt(NOW.plusSeconds(10), NOW)).isTrue();
        assertThat(pipeline.wakesAt(NOW.plusSeconds(11), NOW)).isFalse();
        assertThat(pipeline.wakesAt(NOW.plusSeconds(2), NOW)).isTrue();
        assertThat(pipeline.wakesAt(NOW.plusSeconds(11), NOW.plusSeconds(3))).isTrue();
    }
}
