package dev.carteiro.delivery;

import dev.carteiro.event.Fact;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what is written to the log, and how long that takes. */
final class IntakeMeters {

    private final MeterRegistry registry;
    private final Counter appended;
    private final Counter duplicates;
    private final Timer commits;
    private final Map<Key, Counter> sources = new ConcurrentHashMap<>();

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
        appended = Counter.builder("carteiro.events.appended")
                .description("Events written to the log")
                .register(registry);
        duplicates = Counter.builder("carteiro.events.duplicates")
                .description("Events that were in the log already")
                .register(registry);
        commits = Timer.builder("carteiro.commits")
                .description(
                        "Requests written to the log, from when they were read and decoded until they are committed")
                .serviceLevelObjectives(Buckets.TIMES)
                .register(registry);
    }

    private record Key(String source, boolean duplicate) {}

    Timer.Sample begin() {
        return Timer.start(registry);
    }

    /** {@code events} has one for each fact. */
    void committed(Timer.Sample begun, List<Fact> facts, List<Appended> events) {
        begun.stop(commits);
        for (int i = 0; i < events.size(); i++) {
            boolean duplicate = events.get(i).duplicate();
            (duplicate ? duplicates : appended).increment();
            sources.computeIfAbsent(new Key(facts.get(i).source(), duplicate), this::counter)
                    .increment();
        }
    }

    private Counter counter(Key key) {
        return Counter.builder("carteiro.source.events")
                .description("Events that came, by their source, and whether they were in the log already")
                .tag("source", key.source())
                .tag("duplicate", Boolean.toString(key.duplicate()))
                .register(registry);
    }
}
