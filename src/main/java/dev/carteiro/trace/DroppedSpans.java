package dev.carteiro.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the spans that nobody will see. */
final class DroppedSpans {

    private final Counter full;
    private final Counter failed;

    DroppedSpans(MeterRegistry meters) {
        full = counter(meters, "full");
        failed = counter(meters, "failed");
    }

    private static Counter counter(MeterRegistry meters, String reason) {
        return Counter.builder("carteiro.spans.dropped")
                .description("Spans that were not sent: too many were waiting, or the collector did not take them")
                .tag("reason", reason)
                .register(meters);
    }

    /** One came too many. */
    void full() {
        full.increment();
    }

    /** The collector did not take them. */
    void failed(int spans) {
        failed.increment(spans);
    }
}
