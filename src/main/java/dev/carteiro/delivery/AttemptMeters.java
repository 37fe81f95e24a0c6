package dev.carteiro.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts and times attempts, by destination and outcome, and remembers how the last hour went. */
final class AttemptMeters {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, RecentAttempts> recent = new ConcurrentHashMap<>();

    AttemptMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    private final Map<String, Timer> lags = new ConcurrentHashMap<>();

    private record Key(String destination, String outcome) {}

    void ended(String destination, Outcome outcome, int millis) {
        timers.computeIfAbsent(new Key(destination, word(outcome)), this::timer).record(Duration.ofMillis(millis));
        recent.computeIfAbsent(destination, name -> new RecentAttempts(clock)).ended(outcome, millis);
    }

    /** What was delivered because it had just come, and not because somebody has sent it again. */
    void arrived(Delivery delivery, Instant at) {
        if (delivery.fresh() || delivery.cause().equals("retry")) {
            lags.computeIfAbsent(delivery.destination(), this::lag)
                    .record(Duration.between(delivery.event().envelope().receivedAt(), at));
        }
    }

    private Timer lag(String destination) {
        return Timer.builder("carteiro.lag")
                .description("From an event's arrival to its delivery, with all that it had to wait for")
                .tag("destination", destination)
                .serviceLevelObjectives(Buckets.AGES)
                .register(registry);
    }

    Recent recent(String destination) {
        RecentAttempts attempts = recent.get(destination);
        return attempts == null ? Recent.NOTHING : attempts.recent();
    }

    /** Forgets all destinations but these. */
    void retain(Set<String> destinations) {
        recent.keySet().retainAll(destinations);
        lags.entrySet().removeIf(entry -> {
            boolean gone = !destinations.contains(entry.getKey());
            if (gone) {
                registry.remove(entry.getValue());
            }
            return gone;
        });
        timers.entrySet().removeIf(entry -> {
            boolean gone = !destinations.contains(entry.getKey().destination());
            if (gone) {
                registry.remove(entry.getValue());
            }
            return gone;
        });
    }

    private Timer timer(Key key) {
        return Timer.builder("carteiro.attempts")
                .description("Attempts to deliver, with the time that the destination took")
                .tag("destination", key.destination())
                .tag("outcome", key.outcome())
                .serviceLevelObjectives(Buckets.TIMES)
                .register(registry);
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
