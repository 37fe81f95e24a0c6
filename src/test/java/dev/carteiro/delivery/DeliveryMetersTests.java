package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.DestinationReport.State;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DeliveryMetersTests {

    private static final Tally TALLY = new Tally(100, 10, 5, 60, 20, 3, 1, 7);

    private final TestClock clock = new TestClock(NOW);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeliveryMeters meters = new DeliveryMeters(registry, clock);

    private static Map<String, DestinationReport> reports(String name, State state, Tally tally) {
        DestinationStatus status = new DestinationStatus(
                name, "http://crm.example/", "http://crm.example/", Standing.USUAL, BreakerState.CLOSED, 4, 128);
        Backlog backlog = new Backlog(tally, Duration.ofMillis(1_500), NOW);
        return Map.of(name, new DestinationReport(name, status, state, NOW, backlog, Recent.NOTHING));
    }

    /** By name, and by state where there is one. */
    private Map<String, Double> values() {
        return registry.getMeters().stream()
                .collect(Collectors.toMap(DeliveryMetersTests::key, DeliveryMetersTests::value));
    }

    private static String key(Meter meter) {
        String state = meter.getId().getTag("state");
        String name = meter.getId().getName().replace("carteiro.", "");
        return state == null ? name : name + " " + state;
    }

    private static double value(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .mapToDouble(measurement -> measurement.getValue())
                .sum();
    }

    @Test
    void showsWhatWaitsAndWhatHasPassedThrough() {
        meters.show(reports("crm", State.QUIET, TALLY));
        assertThat(values())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("deliveries.reading.age", 0.0),
                        Map.entry("deliveries.pending", 32.0),
                        Map.entry("deliveries.retrying", 7.0),
                        Map.entry("deliveries.dead", 14.0),
                        Map.entry("deliveries.in.flight", 4.0),
                        Map.entry("deliveries.oldest.due.age", 1.5),
                        Map.entry("deliveries.accepted", 100.0),
                        Map.entry("deliveries.replayed", 10.0),
                        Map.entry("deliveries.revived", 5.0),
                        Map.entry("deliveries.delivered", 60.0),
                        Map.entry("deliveries.died", 20.0),
                        Map.entry("deliveries.cancelled", 3.0),
                        Map.entry("deliveries.discarded", 1.0),
                        Map.entry("destination.state running", 0.0),
                        Map.entry("destination.state paused", 0.0),
                        Map.entry("destination.state disabled", 0.0),
                        Map.entry("destination.state quiet", 1.0),
                        Map.entry("destination.state open", 0.0),
                        Map.entry("destination.state not-configured", 0.0)));
    }

    @Test
    void followsTheNextReading() {
        meters.show(reports("crm", State.QUIET, TALLY));
        meters.show(reports("crm", State.RUNNING, new Tally(101, 10, 5, 93, 20, 3, 1, 0)));
        assertThat(values())
                .containsEntry("deliveries.pending", 0.0)
                .containsEntry("deliveries.delivered", 93.0)
                .containsEntry("destination.state running", 1.0)
                .containsEntry("destination.state quiet", 0.0);
    }

    @Test
    void dropsDestinationsThatAreGoneAndTakesThemBack() {
        meters.show(reports("crm", State.RUNNING, TALLY));
        meters.show(reports("agents", State.RUNNING, TALLY));
        List<String> destinations = registry.getMeters().stream()
                .map(meter -> String.valueOf(meter.getId().getTag("destination")))
                .distinct()
                .toList();
        assertThat(destinations).containsExactlyInAnyOrder("null", "agents");
        meters.show(reports("crm", State.RUNNING, TALLY));
        assertThat(values()).containsEntry("deliveries.pending", 32.0);
    }

    @Test
    void tellsHowOldItsNumbersAre() {
        meters.show(reports("crm", State.RUNNING, TALLY));
        clock.advance(Duration.ofSeconds(90));
        assertThat(values()).containsEntry("deliveries.reading.age", 90.0);
    }
}
