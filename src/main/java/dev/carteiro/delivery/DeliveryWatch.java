package dev.carteiro.delivery;

import dev.carteiro.cluster.Replica;
import dev.carteiro.delivery.DestinationReport.State;
import dev.carteiro.store.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sees what is late and why: asks the database every few seconds how much waits, and tells whoever looks in between. */
public final class DeliveryWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeliveryWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int FAILURES_PER_COMPLAINT = 60;

    private final Backlogs backlogs;
    private final Pipelines pipelines;
    private final AttemptMeters attempts;
    private final DeliveryMeters meters;
    private final Clock clock;
    private final Spells spells = new Spells();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Reading latest = new Reading(Instant.EPOCH, Map.of());
    private volatile boolean running;
    private Disposable watching = () -> {};

    DeliveryWatch(Backlogs backlogs, Pipelines pipelines, AttemptMeters attempts, DeliveryMeters meters, Clock clock) {
        this.backlogs = backlogs;
        this.pipelines = pipelines;
        this.attempts = attempts;
        this.meters = meters;
        this.clock = clock;
    }

    /** What the database has said. */
    private record Reading(Instant at, Map<String, Backlog> backlogs) {

        Backlog of(String destination) {
            return backlogs.getOrDefault(destination, Backlog.NOTHING);
        }
    }

    /** How all destinations stand now. Where the database does not answer, what waits there is as it was last known. */
    public Mono<DeliveryReport> report() {
        return read().onErrorResume(
                        failure -> latest.at().equals(Instant.EPOCH) ? Mono.error(failure) : Mono.just(latest))
                .map(this::report);
    }

    /** The destinations that are configured, without a question to the database. */
    public List<DestinationReport> configured() {
        return pipelines.statuses().stream()
                .map(status -> report(status.name(), status, latest))
                .toList();
    }

    /** The same for one destination. */
    public Optional<DestinationReport> configured(String name) {
        return pipelines.statuses().stream()
                .filter(status -> status.name().equals(name))
                .map(status -> report(name, status, latest))
                .findFirst();
    }

    private Mono<Reading> read() {
        return backlogs.read()
                .timeout(PATIENCE)
                .map(read -> new Reading(clock.instant(), read))
                .doOnNext(reading -> latest = reading);
    }

    private DeliveryReport report(Reading reading) {
        Map<String, @Nullable DestinationStatus> names = new LinkedHashMap<>();
        pipelines.statuses().forEach(status -> names.put(status.name(), status));
        reading.backlogs().entrySet().stream()
                .filter(entry -> entry.getValue().tally().holdsRows())
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(name -> names.putIfAbsent(name, null));
        List<DestinationReport> reports = new ArrayList<>();
        names.forEach((name, status) -> reports.add(report(name, status, reading)));
        return new DeliveryReport(reading.at(), reports);
    }

    private DestinationReport report(String name, @Nullable DestinationStatus status, Reading reading) {
        Instant now = clock.instant();
        State state = State.of(status, now);
        Backlog backlog = reading.of(name);
        Instant since = spells.since(name, state, backlog.tally(), now);
        return new DestinationReport(name, status, state, since, backlog, attempts.recent(name));
    }

    private Mono<Void> look() {
        return read().doOnNext(this::stir)
                .map(this::report)
                .doOnNext(this::show)
                .then()
                .onErrorResume(failure -> {
                    pipelines.all().forEach(Pipeline::stir);
                    if (failures.getAndIncrement() % FAILURES_PER_COMPLAINT == 0) {
                        log.warn("event=backlog-unknown next-try={} cause=\"{}\"", EVERY, Cause.of(failure));
                    }
                    return Mono.empty();
                });
    }

    private void stir(Reading reading) {
        pipelines.all().stream()
                .filter(pipeline -> reading.of(pipeline.destination().name()).waits())
                .forEach(Pipeline::stir);
    }

    /** What is neither configured nor has deliveries any more is forgotten here. */
    private void show(DeliveryReport report) {
        failures.set(0);
        Map<String, DestinationReport> byName = new LinkedHashMap<>();
        report.destinations().forEach(one -> byName.put(one.name(), one));
        meters.show(byName);
        attempts.retain(byName.keySet());
        spells.retain(byName.keySet());
    }

    @Override
    public void start() {
        running = true;
        watching = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> look(), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        running = false;
        watching.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Up before anything is delivered, so that the first reading is there when the first delivery is. */
    @Override
    public int getPhase() {
        return Replica.PHASE + 60;
    }
}
