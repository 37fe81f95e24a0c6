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
import org.jspecify.annotations.Nullable;

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

    /** What a meter is called behind {@code carteiro.stream}; {@code unit} is null for what has none. */
    private record What(String name, @Nullable String unit, String description) {}

    /** One stream's meters. */
    private record Meters(MeterRegistry registry, String source, Supplier<StreamReport> report) {

        Meter gauge(What what, ToDoubleFunction<StreamReport> value) {
            return Gauge.builder("carteiro.stream." + what.name(), () -> value.applyAsDouble(report.get()))
                    .description(what.description())
                    .baseUnit(what.unit())
                    .tag(SOURCE, source)
                    .register(registry);
        }

        Meter counter(String name, String description, ToDoubleFunction<StreamReport> value) {
            return FunctionCounter.builder("carteiro.stream." + name, report, one -> value.applyAsDouble(one.get()))
                    .description(description)
                    .tag(SOURCE, source)
                    .register(registry);
        }
    }

    void add(String source, Supplier<StreamReport> report) {
        Meters meters = new Meters(registry, source, report);
        shown.put(
                source,
                List.of(
                        meters.gauge(
                                new What("connected", null, "1 where this replica listens and is connected"),
                                one -> is(one, StreamState.CONNECTED)),
                        meters.gauge(
                                new What("standby", null, "1 where another replica listens"),
                                one -> is(one, StreamState.STANDBY)),
                        meters.gauge(new What("event.age", "seconds", "Since the last event"), this::age),
                        meters.gauge(
                                new What("lag", "seconds", "For how long the oldest event waits to be written down"),
                                one -> one.lag().toMillis() / 1000.0),
                        meters.gauge(
                                new What("buffered", "bytes", "What has come and is not written down yet"),
                                StreamReport::bytes),
                        meters.counter("reconnects", "How often it was opened again", StreamReport::reconnects),
                        meters.counter("events", "Events that came", StreamReport::events),
                        meters.counter("garbled", "What came and could not be read", StreamReport::garbled)));
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
}
