package dev.carteiro.listener;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How the streams do, as metrics of this replica. */
final class StreamMeters {

    private static final String SOURCE = "source";

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, List<Meter>> shown = new ConcurrentHashMap<>();

    StreamMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    void add(String source, Supplier<StreamReport> report) {
        shown.put(
                source,
                List.of(
                        gauge(
                                source,
                                report,
                                "connected",
                                "1 where this replica listens and is connected",
                                one -> is(one, StreamState.CONNECTED)),
                        gauge(
                                source,
                                report,
                                "standby",
                                "1 where another replica listens",
                                one -> is(one, StreamState.STANDBY)),
                        seconds(source, report, "event.age", "Since the last event", this::age),
                        seconds(
                                source,
                                report,
                                "lag",
                                "For how long the oldest event waits to be written down",
                                one -> one.lag().toMillis() / 1000.0),
                        bytes(source, report),
                        counter(
                                source,
                                report,
                                "reconnects",
                                "How often it was opened again",
                                StreamReport::reconnects),
                        counter(source, report, "events", "Events that came", StreamReport::events),
                        counter(source, report, "garbled", "What came and could not be read", StreamReport::garbled)));
    }

    void remove(String source) {
        List<Meter> gone = shown.remove(source);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }

    private static double is(StreamReport report, StreamState state) {
        return report.state() == state ? 1 : 0;
    }

    private double age(StreamReport report) {
        Instant last = report.lastEventAt();
        return last == null
                ? Double.NaN
                : Duration.between(last, clock.instant()).toMillis() / 1000.0;
    }

    private Meter gauge(
            String source,
            Supplier<StreamReport> report,
            String name,
            String what,
            ToDoubleFunction<StreamReport> value) {
        return Gauge.builder("carteiro.stream." + name, () -> value.applyAsDouble(report.get()))
                .description(what)
                .tag(SOURCE, source)
                .register(registry);
    }

    private Meter seconds(
            String source,
            Supplier<StreamReport> report,
            String name,
            String what,
            ToDoubleFunction<StreamReport> value) {
        return Gauge.builder("carteiro.stream." + name, () -> value.applyAsDouble(report.get()))
                .description(what)
                .baseUnit("seconds")
                .tag(SOURCE, source)
                .register(registry);
    }

    private Meter bytes(String source, Supplier<StreamReport> report) {
        return Gauge.builder("carteiro.stream.buffered", () -> report.get().bytes())
                .description("What has come and is not written down yet")
                .baseUnit("bytes")
                .tag(SOURCE, source)
                .register(registry);
    }

    private Meter counter(
            String source,
            Supplier<StreamReport> report,
            String name,
            String what,
            ToDoubleFunction<StreamReport> value) {
        return FunctionCounter.builder("carteiro.stream." + name, report, one -> value.applyAsDouble(one.get()))
                .description(what)
                .tag(SOURCE, source)
                .register(registry);
    }
}
