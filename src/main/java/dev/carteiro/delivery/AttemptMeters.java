package dev.carteiro.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts and times attempts, by destination and outcome, and remembers how the last hour went. */
final class AttemptMeters {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, Meters> destinations = new ConcurrentHashMap<>();

    AttemptMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Those of one destination, each of which is there once there is something to record. */
    private final class Meters {

        private final String destination;
        private final RecentAttempts recent = new RecentAttempts(clock);
        private final Map<String, Timer> timers = new ConcurrentHashMap<>();
        private volatile @Nullable Timer lag;

        Meters(String destination) {
            this.destination = destination;
        }

        Timer timer(String outcome) {
            Timer made = timers.get(outcome);
            return made != null ? made : timers.computeIfAbsent(outcome, this::make);
        }

        private Timer make(String outcome) {
            return Timer.builder("carteiro.attempts")
                    .description("Attempts to deliver, with the time that the destination took")
                    .tag("destination", destination)
                    .tag("outcome", outcome)
                    .serviceLevelObjectives(Buckets.TIMES)
                    .register(registry);
        }

        Timer lag() {
            Timer made = lag;
            if (made == null) {
                made = Timer.builder("carteiro.lag")
                        .description("From an event's arrival to its delivery, with all that it had to wait for")
                        .tag("destination", destination)
                        .serviceLevelObjectives(Buckets.AGES)
                        .register(registry); // the same one for two who come at once
                lag = made;
            }
            return made;
        }

        void remove() {
            timers.values().forEach(registry::remove);
            if (lag != null) {
                registry.remove(lag);
            }
        }
    }

    private Meters of(String destination) {
        Meters made = destinations.get(destination);
        return made != null ? made : destinations.computeIfAbsent(destination, Meters::new);
    }

    void ended(String destination, Outcome outcome, int millis) {
        Meters meters = of(destination);
        meters.timer(word(outcome)).record(millis, TimeUnit.MILLISECONDS);
        meters.recent.ended(outcome, millis);
    }

    /** What was delivered because it had just come, and not because somebody has sent it again. */
    void arrived(Delivery delivery, Instant at) {
        if (delivery.fresh() || delivery.cause().equals("retry")) {
            of(delivery.destination())
                    .lag()
                    .record(Duration.between(delivery.event().envelope().receivedAt(), at));
        }
    }

    Recent recent(String destination) {
        Meters meters = destinations.get(destination);
        return meters == null ? Recent.NOTHING : meters.recent.recent();
    }

    /** Forgets all destinations but these. */
    void retain(Set<String> kept) {
        destinations.values().removeIf(meters -> {
            boolean gone = !kept.contains(meters.destination);
            if (gone) {
                meters.remove();
            }
            return gone;
        });
    }

    static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "delivered";
            case Outcome.Deferred deferred -> "deferred";
            case Outcome.Refused refused -> "refused";
            case Outcome.Gone gone -> "refused";
            case Outcome.Barred barred -> "deferred";
            case Outcome.Underway underway -> "underway";
            case Outcome.Postponed postponed -> "postponed";
        };
    }
}
