package dev.carteiro.delivery;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The last reading of what waits where, as metrics; a scrape asks the database nothing. */
final class DeliveryMeters {

    private static final String DESTINATION = "destination";

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, List<Meter>> shown = new HashMap<>();
    private volatile Map<String, DestinationReport> reports = Map.of();
    private volatile Instant readAt;

    /** Until the first reading, its age is that of this object. */
    DeliveryMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        readAt = clock.instant();
        Gauge.builder("carteiro.deliveries.reading.age", this, DeliveryMeters::readingAge)
                .description(
                        "Age of what the other carteiro.deliveries metrics say; it grows while the database is away")
                .baseUnit("seconds")
                .register(registry);
    }

    private double readingAge() {
        return Duration.between(readAt, clock.instant()).toMillis() / 1000.0;
    }

    /** Shows these destinations and no others. */
    synchronized void show(Map<String, DestinationReport> next) {
        reports = Map.copyOf(next);
        readAt = clock.instant();
        next.keySet().forEach(name -> shown.computeIfAbsent(name, this::meters));
        shown.entrySet().removeIf(entry -> {
            boolean gone = !next.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().forEach(registry::remove);
            }
            return gone;
        });
    }

    private List<Meter> meters(String name) {
        List<Meter> meters = new ArrayList<>();
        meters.add(gauge(name, "pending", "Still to be delivered", tally(Tally::pending)));
        meters.add(gauge(name, "retrying", "Of those pending, waiting for a repeat", tally(Tally::retrying)));
        meters.add(gauge(name, "dead", "Dead letters", tally(Tally::dead)));
        meters.add(gauge(name, "in.flight", "Attempts that run on this replica", DeliveryMeters::inFlight));
        meters.add(oldestDue(name));
        meters.add(counter(name, "accepted", "Enqueued with their event", tally(Tally::accepted)));
        meters.add(counter(name, "replayed", "Enqueued again after they had arrived", tally(Tally::replayed)));
        meters.add(counter(name, "revived", "Dead letters that were put back", tally(Tally::revived)));
        meters.add(counter(name, "delivered", "Arrived", tally(Tally::delivered)));
        meters.add(counter(name, "died", "Became dead letters", tally(Tally::died)));
        meters.add(counter(name, "cancelled", "Taken out by hand", tally(Tally::cancelled)));
        meters.add(counter(name, "discarded", "Dead letters given up by hand", tally(Tally::discarded)));
        for (DestinationReport.State state : DestinationReport.State.values()) {
            meters.add(state(name, state));
        }
        return meters;
    }

    private Gauge gauge(String name, String what, String description, ToDoubleFunction<DestinationReport> value) {
        return Gauge.builder("carteiro.deliveries." + what, this, it -> it.value(name, value))
                .description(description)
                .tag(DESTINATION, name)
                .register(registry);
    }

    private Gauge oldestDue(String name) {
        return Gauge.builder(
                        "carteiro.deliveries.oldest.due.age", this, it -> it.value(name, DeliveryMeters::oldestDue))
                .description("For how long the one has waited that may be attempted and has waited longest")
                .baseUnit("seconds")
                .tag(DESTINATION, name)
                .register(registry);
    }

    private FunctionCounter counter(
            String name, String what, String description, ToDoubleFunction<DestinationReport> value) {
        return FunctionCounter.builder("carteiro.deliveries." + what, this, it -> it.value(name, value))
                .description(description + ", over all replicas")
                .tag(DESTINATION, name)
                .register(registry);
    }

    private Gauge state(String name, DestinationReport.State state) {
        return Gauge.builder(
                        "carteiro.destination.state",
                        this,
                        it -> it.value(name, report -> report.state() == state ? 1 : 0))
                .description("1 for the state that the destination is in, 0 for the others")
                .tag(DESTINATION, name)
                .tag("state", state.word())
                .register(registry);
    }

    private double value(String name, ToDoubleFunction<DestinationReport> value) {
        DestinationReport report = reports.get(name);
        return report == null ? Double.NaN : value.applyAsDouble(report);
    }

    private static ToDoubleFunction<DestinationReport> tally(ToDoubleFunction<Tally> value) {
        return report -> value.applyAsDouble(report.backlog().tally());
    }

    private static double inFlight(DestinationReport report) {
        return report.status() == null ? 0 : report.status().attempting();
    }

    private static double oldestDue(DestinationReport report) {
        Duration oldest = report.backlog().oldestDue();
        return oldest == null ? 0 : oldest.toMillis() / 1000.0;
    }
}
