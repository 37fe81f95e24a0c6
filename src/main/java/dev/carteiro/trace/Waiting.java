package dev.carteiro.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The spans that wait to be sent, no more than {@link #MOST} of them; what comes beyond that is counted and gone. The
 * library's own queue drops as well, but tells it only to OpenTelemetry's metrics, which we do not have.
 */
final class Waiting implements SpanProcessor {

    /** Some 3 MiB of memory. */
    static final int MOST = 2_048;

    private static final int BATCH = 512;

    private final AtomicInteger waiting = new AtomicInteger();
    private final DroppedSpans dropped;
    private final SpanProcessor batches;

    Waiting(SpanExporter exporter, Duration linger, DroppedSpans dropped) {
        this.dropped = dropped;
        batches = BatchSpanProcessor.builder(new Outages(exporter, dropped, sent -> waiting.getAndAdd(-sent)))
                .setMaxQueueSize(MOST + BATCH)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(linger)
                .build();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (waiting.incrementAndGet() > MOST) {
            waiting.getAndDecrement();
            dropped.full();
        } else {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        return batches.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }
}
