package dev.carteiro.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A queue in memory that keeps the table's rules by another clock. Each statement takes a millisecond. */
final class SimulatedQueue implements DeliveryQueue {

    private static final Duration STATEMENT = Duration.ofMillis(1);

    private final Map<Long, SimulatedRow> rows = new TreeMap<>();
    private final Clock clock;
    private final Scheduler timer;

    SimulatedQueue(Clock clock, Scheduler timer) {
        this.clock = clock;
        this.timer = timer;
    }

    /** Writes a delivery down; it is head where its lane is empty. */
    SimulatedRow add(Delivery delivery, long lease) {
        boolean head = lane(delivery.destination(), delivery.lane()).findAny().isEmpty();
        SimulatedRow row = new SimulatedRow(delivery, head, head ? lease : 0);
        rows.put(delivery.position(), row);
        return row;
    }

    boolean isEmptyLane(String destination, @Nullable String lane) {
        return lane(destination, lane).findAny().isEmpty();
    }

    long waiting() {
        return rows.values().stream().filter(row -> !row.dead).count();
    }

    List<Long> dead() {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().dead)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Stream<SimulatedRow> lane(String destination, @Nullable String lane) {
        return rows.values().stream()
                .filter(row -> !row.dead
                        && row.first.destination().equals(destination)
                        && lane != null
                        && lane.equals(row.first.lane()));
    }

    private <T> Mono<T> statement(Supplier<T> result) {
        return Mono.delay(STATEMENT, timer).map(tick -> result.get());
    }

    @Override
    public Flux<Delivery> claim(String destination, Room room, long lease) {
        return statement(() -> {
                    List<SimulatedRow> claimed = new ArrayList<>(due(destination, row -> !row.cause.equals("first"))
                            .limit(room.again())
                            .toList());
                    claimed.addAll(due(destination, row -> row.cause.equals("first"))
                            .limit(room.slots() - claimed.size())
                            .toList());
                    claimed.forEach(row -> row.lease = lease);
                    return claimed.stream().map(SimulatedRow::delivery).toList();
                })
                .flatMapIterable(Function.identity());
    }

    private Stream<SimulatedRow> due(String destination, Predicate<SimulatedRow> kind) {
        Instant now = clock.instant();
        return rows.values().stream()
                .filter(row -> row.first.destination().equals(destination)
                        && row.head
                        && row.waits()
                        && !row.due.isAfter(now)
                        && kind.test(row))
                .sorted(Comparator.comparing((SimulatedRow row) -> row.due).thenComparing(row -> row.first.position()));
    }

    @Override
    public Mono<Gathered> gather(Delivery delivery, Policy.Debounce debounce) {
        return statement(() -> SimulatedBurst.gather(
                lane(delivery.destination(), delivery.lane()).toList(), debounce, clock.instant()));
    }

    @Override
    public Mono<Delivery> withBodies(Delivery delivery, List<Long> companions) {
        return statement(() -> delivery.with(Stream.concat(Stream.of(delivery.position()), companions.stream())
                .map(event -> Objects.requireNonNull(rows.get(event)).first.event())
                .toList()));
    }

    @Override
    public Flux<Moved> settle(List<Settlement> group, Collection<Lane> headless, Chain chain) {
        return statement(() -> Stream.concat(
                                group.stream().flatMap(one -> settle(one, chain).stream()),
                                headless.stream().flatMap(lane -> promote(lane).map(row -> moved(row, chain))))
                        .toList())
                .flatMapIterable(Function.identity());
    }

    private Stream<SimulatedRow> promote(Lane lane) {
        return lane(lane.destination(), lane.lane()).noneMatch(row -> row.head)
                ? lane(lane.destination(), lane.lane()).limit(1)
                : Stream.empty();
    }

    private List<Moved> settle(Settlement one, Chain chain) {
        SimulatedRow row = rows.get(one.delivery().position());
        if (row == null || row.lease != one.delivery().lease()) {
            return List.of();
        }
        boolean attempted = !(one.outcome() instanceof Outcome.Postponed);
        boolean patience = one.outcome() instanceof Outcome.Deferred deferred && deferred.after() != null;
        row.lease = 0;
        row.attempts += attempted ? 1 : 0;
        row.spent += attempted && !patience ? 1 : 0;
        switch (one.verdict()) {
            case Verdict.Done done -> {
                rows.remove(one.delivery().position());
                one.companions().forEach(rows::remove);
            }
            case Verdict.Later later -> {
                row.due = clock.instant().plus(later.delay());
                row.cause = attempted ? "retry" : row.cause;
                return List.of();
            }
            case Verdict.Dead dead -> {
                row.dead = true;
                row.head = false;
                one.companions().forEach(event -> Objects.requireNonNull(rows.get(event)).dead = true);
            }
        }
        return lane(one.delivery().destination(), one.delivery().lane())
                .limit(1)
                .filter(next -> !next.head)
                .map(next -> moved(next, chain))
                .toList();
    }

    private Moved moved(SimulatedRow next, Chain chain) {
        next.head = true;
        String destination = next.first.destination();
        if (!chain.destinations().contains(destination)) {
            return new Moved(destination, null);
        }
        next.lease = chain.lease();
        return new Moved(destination, next.delivery());
    }

    @Override
    public Flux<Moved> promote(Collection<Lane> lanes, Chain chain) {
        return promoted(lanes).map(destination -> new Moved(destination, null));
    }

    private Flux<String> promoted(Collection<Lane> lanes) {
        return statement(() -> {
                    Set<String> destinations = new LinkedHashSet<>();
                    lanes.forEach(lane -> promote(lane).forEach(row -> {
                        row.head = true;
                        destinations.add(lane.destination());
                    }));
                    return destinations;
                })
                .flatMapIterable(Function.identity());
    }

    @Override
    public Flux<String> promoteEverywhere() {
        return Flux.defer(() -> promoted(rows.values().stream()
                .filter(row -> row.first.lane() != null)
                .map(row -> new Lane(row.first.destination(), String.valueOf(row.first.lane())))
                .distinct()
                .toList()));
    }

    @Override
    public Mono<Long> dueNow(String destination, String lane) {
        return Mono.just(0L); // nobody presses a button here
    }

    @Override
    public Mono<Long> dueNow(String destination, long event) {
        return Mono.just(0L); // nobody calls back here
    }

    @Override
    public Mono<Long> dueNow(String destination) {
        return statement(() -> {
            List<SimulatedRow> late = rows.values().stream()
                    .filter(row -> row.first.destination().equals(destination)
                            && row.head
                            && row.waits()
                            && row.due.isAfter(clock.instant()))
                    .toList();
            late.forEach(row -> row.due = clock.instant());
            return (long) late.size();
        });
    }

    @Override
    public Mono<Long> sooner(long millis) {
        return statement(() -> 0L);
    }

    @Override
    public Mono<Long> giveBackOfTheDead() {
        return statement(() -> 0L);
    }

    @Override
    public Mono<Long> giveBackBut(Collection<Held> held, long lease) {
        return statement(() -> {
            List<SimulatedRow> lost = rows.values().stream()
                    .filter(row -> row.lease == lease && !held.contains(Held.of(row.delivery())))
                    .toList();
            lost.forEach(row -> row.lease = 0);
            return (long) lost.size();
        });
    }

    @Override
    public Mono<Void> halt(Collection<Halt> halts) {
        return statement(() -> halts).then();
    }
}
