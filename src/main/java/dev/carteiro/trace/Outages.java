package dev.carteiro.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans, and says once that the collector does not take them, and once that it does again; who waits behind them is told
 * when they are gone, either way.
 */
final class Outages implements SpanExporter {

    private static final Logger log = LoggerFactory.getLogger(Outages.class);

    private final AtomicBoolean away = new AtomicBoolean();
    private final SpanExporter exporter;
    private final DroppedSpans dropped;
    private final IntConsumer gone;

    Outages(SpanExporter exporter, DroppedSpans dropped, IntConsumer gone) {
        this.exporter = exporter;
        this.dropped = dropped;
        this.gone = gone;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            gone.accept(count);
            if (result.isSuccess()) {
                taken();
            } else {
                refused(count, result.getFailureThrowable());
            }
        });
    }

    private void taken() {
        if (away.compareAndSet(true, false)) {
            log.info("event=spans-sent-again");
        }
    }

    private void refused(int spans, @Nullable Throwable failure) {
        dropped.failed(spans);
        if (away.compareAndSet(false, true)) {
            log.warn("event=spans-not-sent cause={}", cause(failure));
        }
    }

    /** Only what kind of failure it was: the collector's words and addresses may hold keys. */
    private static String cause(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null
                ? "refused"
                : cause == failure ? "refused" : cause.getClass().getSimpleName();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
