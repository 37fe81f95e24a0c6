package dev.carteiro.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.trace.Tracing.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OtlpTracingTests {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String UNSAMPLED = PARENT.replaceFirst("01$", "00");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DroppedSpans dropped = new DroppedSpans(meters);
    private final InMemorySpanExporter sent = InMemorySpanExporter.create();

    private static Span begin(Tracing tracing, @Nullable String parent) {
        return tracing.begin(Kind.CLIENT, "deliver crm", AT, parent, parent == null ? List.of() : List.of(parent));
    }

    @Test
    void sendsWhatWasEndedWithItsParentAndItsCauses() {
        OtlpTracing tracing = OtlpTracing.to(sent, Sampling.USUAL, dropped);
        Span span = begin(tracing, PARENT);
        span.note("carteiro.attempt", 2);
        span.end("503");
        begin(tracing, PARENT).note("carteiro.attempt", 3);

        assertThat(tracing.flush()).isTrue();
        assertThat(sent.getFinishedSpanItems()).hasSize(1).first().satisfies(one -> {
            assertThat(one.getParentSpanContext().getSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(one.getLinks()).extracting(LinkData::getSpanContext).containsExactly(one.getParentSpanContext());
            assertThat(one.getStartEpochNanos()).isEqualTo(AT.toEpochMilli() * 1_000_000);
            assertThat(span.traceparent()).isEqualTo("00-" + one.getTraceId() + "-" + one.getSpanId() + "-01");
        });
    }

    @Test
    void followsWhoeverBeganTheTrace() {
        OtlpTracing tracing = OtlpTracing.to(sent, new Sampling(true, 1), dropped);
        Span span = begin(tracing, UNSAMPLED);
        span.end(null);

        assertThat(tracing.flush()).isTrue();
        assertThat(sent.getFinishedSpanItems()).isEmpty();
        assertThat(span.traceparent()).startsWith(UNSAMPLED.substring(0, 36)).endsWith("-00");
    }

    @Test
    void recordsNothingOfItsOwnWhereTheRatioIsZero() {
        OtlpTracing tracing = OtlpTracing.to(sent, new Sampling(true, 0), dropped);
        begin(tracing, null).end(null);
        begin(tracing, PARENT).end(null);

        assertThat(tracing.flush()).isTrue();
        assertThat(sent.getFinishedSpanItems())
                .extracting(SpanData::getParentSpanId)
                .containsExactly("00f067aa0ba902b7");
    }

    @Test
    void holdsNoMoreThanItsBoundWhileTheCollectorHangs() {
        CountDownLatch hanging = new CountDownLatch(1);
        OtlpTracing tracing = OtlpTracing.to(new Hanging(hanging, sent), Sampling.USUAL, dropped);
        for (int i = 0; i < Waiting.MOST + 7; i++) {
            begin(tracing, null).end(null);
        }

        assertThat(dropped("full")).isEqualTo(7);
        hanging.countDown();
        assertThat(tracing.flush()).isTrue();
        assertThat(sent.getFinishedSpanItems()).hasSize(Waiting.MOST);
        begin(tracing, null).end(null);
        assertThat(dropped("full")).as("there is room again").isEqualTo(7);
    }

    private double dropped(String reason) {
        return meters.get("carteiro.spans.dropped")
                .tag("reason", reason)
                .counter()
                .count();
    }

    /** Takes nothing until it is let go. */
    private record Hanging(CountDownLatch until, SpanExporter exporter) implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            try {
                until.await();
                return exporter.export(spans);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return CompletableResultCode.ofFailure();
            }
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
