package dev.carteiro.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What the stream counts. */
final class StreamMeters {

    private final MeterRegistry meters;
    private final Counter serialised;
    private final Counter delivered;
    private final Counter lagged;
    private final Counter refused;

    StreamMeters(MeterRegistry meters) {
        this.meters = meters;
        serialised = Counter.builder("carteiro.browsers.serialised")
                .description("Events written out as JSON for all subscribers together")
                .register(meters);
        delivered = Counter.builder("carteiro.browsers.delivered")
                .description("Events given to subscribers, each time that one gets one")
                .register(meters);
        lagged = Counter.builder("carteiro.browsers.lagged")
                .description("Subscribers that were let go because they were too slow")
                .register(meters);
        refused = Counter.builder("carteiro.browsers.refused")
                .description("Subscribers for whom there was no room")
                .register(meters);
    }

    /** Told to come back later. */
    void refused() {
        refused.increment();
    }

    void count(AtomicInteger subscribers) {
        Gauge.builder("carteiro.browsers.subscribers", subscribers, AtomicInteger::get)
                .description("Subscribers that are connected")
                .strongReference(true)
                .register(meters);
    }

    void serialised(int events) {
        serialised.increment(events);
    }

    void delivered(Signal signal) {
        if (signal instanceof Signal.Events events) {
            delivered.increment(events.frames().size());
        }
    }

    void lagged() {
        lagged.increment();
    }
}
