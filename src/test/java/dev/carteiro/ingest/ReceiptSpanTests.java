package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.trace.SpansInMemory;
import dev.carteiro.trace.Tracing.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ReceiptSpanTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String SENDERS = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final SpansInMemory tracing = new SpansInMemory();
    private final TestDoor traced = new TestDoor(tracing);

    private static Reading reading(@Nullable String traceparent) {
        Fact fact = new Fact("agents", "Ravenna", null, NOW, "a key", new Event.Unrecognized("a"));
        return new Reading(List.of(fact), new byte[0], NOW, false, traceparent);
    }

    private static void take(TestDoor door, Reading reading, int fresh) {
        StepVerifier.create(door.door().take(reading, null))
                .expectNext(fresh)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void beginsATraceForWhatComesOverAConnectionOfOurOwn() {
        StepVerifier.create(traced.door().take("generic", "{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .expectNext(1)
                .expectComplete()
                .verify(PATIENCE);

        assertThat(tracing.spans()).singleElement().satisfies(span -> {
            assertThat(span.name()).isEqualTo("receive generic");
            assertThat(span.kind()).isEqualTo(Kind.CONSUMER);
            assertThat(span.parent()).isNull();
            assertThat(span.ended()).isTrue();
            assertThat(span.error()).isNull();
            assertThat(span.notes()).containsEntry("cloudevents.event_id", "1");
            assertThat(traced.traces()).containsExactly(span.traceparent());
        });
    }

    @Test
    void goesOnWithTheTraceOfWhatItAnswers() {
        take(traced, reading(SENDERS), 1);
        take(traced, reading(SENDERS), 0);

        assertThat(tracing.spans()).extracting(SpansInMemory.Begun::parent).containsExactly(SENDERS, SENDERS);
        assertThat(tracing.spans())
                .extracting(span -> span.notes().get("carteiro.duplicates"))
                .containsExactly("0", "1");
    }

    @Test
    void keepsWhatTheSenderSaysWhereNothingIsTraced() {
        TestDoor door = new TestDoor();
        take(door, reading(SENDERS), 1);
        take(door, reading(null), 0);

        assertThat(door.traces()).containsExactly(SENDERS, null);
    }

    @Test
    void saysThatNothingWasWrittenDown() {
        traced.away(true);
        StepVerifier.create(traced.door().take(reading(null), null))
                .expectError(IllegalStateException.class)
                .verify(PATIENCE);

        assertThat(tracing.spans())
                .singleElement()
                .satisfies(span -> assertThat(span.error()).isEqualTo("IllegalStateException"));
    }
}
