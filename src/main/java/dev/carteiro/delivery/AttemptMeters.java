package dev.carteiro.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts and times attempts, by destination and outcome. */
final class AttemptMeters {

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    AttemptMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Key(String destination, String outcome) {}

    void ended(String destination, Outcome outcome, int millis) {
        timers.computeIfAbsent(new Key(destination, word(outcome)), this::timer).record(Duration.ofMillis(millis));
    }

    private Timer timer(Key key) {
        return Timer.builder("carteiro.attempts")
                .description("Attempts to deliver, with the time that the destination took")
                .tag("destination", key.destination())
                .tag("outcome", key.outcome())
                .register(registry);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "delivered";
            case Outcome.Deferred deferred -> "deferred";
            case Outcome.Refused refused -> "refused";
            case Outcome.Gone gone -> "refused";
            case Outcome.Postponed postponed -> "postponed";
        };
    }
}
