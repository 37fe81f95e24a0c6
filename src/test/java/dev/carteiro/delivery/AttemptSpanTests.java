package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.BUSY;
import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static dev.carteiro.delivery.TestDeliveries.attempted;
import static dev.carteiro.delivery.TestDeliveries.bytes;
import static dev.carteiro.delivery.TestDeliveries.destination;
import static dev.carteiro.delivery.TestDeliveries.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.cluster.Permits;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import dev.carteiro.trace.SpansInMemory;
import dev.carteiro.trace.Traceparent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class AttemptSpanTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String FIRST = "00-11111111111111111111111111111111-1111111111111111-01";
    private static final String OTHER = "00-22222222222222222222222222222222-2222222222222222-01";

    private final SpansInMemory tracing = new SpansInMemory();
    private final TestClock clock = new TestClock(NOW);
    private final List<@Nullable String> carried = new ArrayList<>();

    private Sender sender(Outcome outcome) {
        return (delivery, elsewhere) -> Mono.deferContextual(context -> {
            carried.add(Traceparent.in(context));
            return Mono.just(outcome);
        });
    }

    private Pipeline pipeline(Outcome outcome) {
        return new Pipeline(
                destination(policy(), sender(outcome)), new Resilience(Permits.alone(Schedulers.parallel())), clock);
    }

    private static Delivery burst(@Nullable String... traceparents) {
        Delivery usual = attempted(1);
        List<Recorded> events = Arrays.stream(traceparents)
                .map(traceparent -> new Recorded(within(usual, traceparent), bytes("{}"), bytes("{}")))
                .toList();
        return usual.with(events);
    }

    private static Envelope within(Delivery delivery, @Nullable String traceparent) {
        return delivery.event().envelope().within(traceparent);
    }

    private static <T> T result(Mono<T> mono) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        StepVerifier.create(mono).consumeNextWith(result::set).expectComplete().verify(PATIENCE);
        return Objects.requireNonNull(result.get());
    }

    @CanIgnoreReturnValue
    private Attempted traced(Pipeline pipeline, Delivery delivery) {
        return result(new AttemptSpan(tracing, clock)
                .of(pipeline.attempt(delivery).map(outcome -> Attempted.alone(delivery, outcome))));
    }

    private static void end(Attempted attempted, Verdict verdict) {
        Objects.requireNonNull(attempted.span()).end(attempted, verdict);
    }

    @Test
    void belongsToTheFirstOfABurstAndNamesAllOfThem() {
        traced(pipeline(OK), burst(FIRST, null, OTHER));

        assertThat(tracing.spans()).singleElement().satisfies(span -> {
            assertThat(span.name()).isEqualTo("deliver crm");
            assertThat(span.parent()).isEqualTo(FIRST);
            assertThat(span.causes()).containsExactly(FIRST, OTHER);
            assertThat(span.notes())
                    .containsEntry("messaging.batch.message_count", "3")
                    .containsEntry("carteiro.attempt", "2")
                    .containsEntry("carteiro.cause", "retry");
            assertThat(carried).containsExactly(span.traceparent());
        });
    }

    @Test
    void beginsATraceWhereTheEventHasNone() {
        traced(pipeline(OK), burst((String) null));

        assertThat(tracing.spans()).singleElement().satisfies(span -> {
            assertThat(span.parent()).isNull();
            assertThat(span.causes()).isEmpty();
        });
    }

    @Test
    void endsWithWhatFollows() {
        Attempted attempted = traced(pipeline(BUSY), burst(FIRST));
        assertThat(tracing.spans())
                .singleElement()
                .satisfies(span ->
                        assertThat(span.ended()).as("before that is decided").isFalse());

        end(attempted, new Verdict.Later(Duration.ofSeconds(5)));

        assertThat(tracing.spans()).singleElement().satisfies(span -> {
            assertThat(span.ended()).isTrue();
            assertThat(span.error()).isEqualTo("503");
            assertThat(span.notes())
                    .containsEntry("carteiro.outcome", "deferred")
                    .containsEntry("carteiro.retry.delay_ms", "5000")
                    .containsEntry("http.response.status_code", "503");
        });
    }

    @Test
    void isNeitherBegunNorEndedForWhatIsNotSent() {
        Pipeline closed = new Pipeline(
                destination(
                        new Policy(
                                Duration.ofSeconds(5),
                                2,
                                new Policy.Rate(1, Duration.ofHours(1)),
                                true,
                                policy().retry(),
                                policy().breaker(),
                                null),
                        sender(OK)),
                new Resilience(Permits.alone(Schedulers.parallel())),
                clock);
        traced(closed, burst(FIRST));
        Attempted refused = traced(closed, burst(FIRST));

        assertThat(refused.outcome()).isInstanceOf(Outcome.Postponed.class);
        end(refused, new Verdict.Later(Duration.ofSeconds(1)));
        assertThat(tracing.spans()).hasSize(1);

        Attempted postponed =
                traced(pipeline(new Outcome.Postponed("its crew is at work", Duration.ofSeconds(1))), burst(FIRST));
        end(postponed, new Verdict.Later(Duration.ofSeconds(1)));
        assertThat(tracing.spans())
                .hasSize(2)
                .last()
                .satisfies(span -> assertThat(span.ended()).isFalse());
    }

    @Test
    void passesOnWhatIsStoredWhereNothingIsTraced() {
        Pipeline pipeline = pipeline(OK);
        assertThat(result(pipeline.attempt(burst(FIRST)))).isEqualTo(OK);
        assertThat(result(pipeline.attempt(burst((String) null)))).isEqualTo(OK);

        assertThat(carried).containsExactly(FIRST, null);
    }
}
