package dev.carteiro.listener;

import dev.carteiro.cluster.SerialLoop;
import dev.carteiro.delivery.Sequence;
import dev.carteiro.evolution.Inflow;
import dev.carteiro.evolution.StreamSignal.Received;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.ingest.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Where what a stream brings waits to be written down, in its order. Nobody sends it again, so while the database is away
 * it stays here; at the bound of the {@link Inflow} the server is made to wait.
 */
final class Landing implements SmartLifecycle {

    /** So many are handed to the front door at once, which makes one commit of them. */
    private static final int GROUP = 256;

    /** In bytes, but one is always taken: what the front door would call too much at once would never get through. */
    private static final long HEAVY = 4 << 20;

    private static final Logger log = LoggerFactory.getLogger(Landing.class);

    private final String source;
    private final FrontDoor door;
    private final Inflow inflow;
    private final SerialLoop loop;
    private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
    private final List<Read> group = new ArrayList<>(); // the loop's own; kept until it is written down
    private final Scheduler scheduler;
    private volatile @Nullable Instant oldest; // of the group

    Landing(String source, FrontDoor door, Inflow inflow, Scheduler timer) {
        this.source = source;
        this.door = door;
        this.inflow = inflow;
        scheduler = timer;
        loop = new SerialLoop("stream-" + source, this::turn, timer);
    }

    /** What has been read of an event; nothing, where it will never be taken. */
    private record Read(@Nullable Reading reading, long weight) {}

    private sealed interface Item {

        /** Something that came. */
        record Event(Received received, Predicate<String> wanted) implements Item {}

        /** Something to be done before what came after it. */
        record Task(Mono<Void> work) implements Item {}
    }

    /** Of instances that are not {@code wanted} nothing is kept. */
    void add(Received received, Predicate<String> wanted) {
        queue.add(new Item.Event(received, wanted));
        loop.signal();
    }

    /** {@code work} is done between what has come so far and what comes later; it sees to its own errors. */
    void add(Mono<Void> work) {
        queue.add(new Item.Task(work));
        loop.signal();
    }

    boolean isEmpty() {
        return oldest == null && queue.isEmpty();
    }

    /** How much waits here or on the way here, in bytes. */
    long bytes() {
        return inflow.inside();
    }

    /** For how long the oldest event has been waiting. */
    Duration lag(Instant now) {
        Instant since = oldest;
        if (since == null && queue.peek() instanceof Item.Event first) {
            since = first.received().at();
        }
        return since == null ? Duration.ZERO : Duration.between(since, now);
    }

    /** Not on the thread that brings the events: reading them is work, and what they came in is let go meanwhile. */
    private Mono<Void> turn() {
        return Mono.defer(this::step).repeat(() -> !queue.isEmpty()).then().subscribeOn(scheduler);
    }

    private Mono<Void> step() {
        gather();
        if (!group.isEmpty()) {
            Sequence sequence = new Sequence();
            return Flux.fromIterable(List.copyOf(group))
                    .flatMapSequential(
                            event -> Mono.justOrEmpty(event.reading()).flatMap(read -> door.take(read, sequence)),
                            GROUP)
                    .then(Mono.fromRunnable(this::landed));
        }
        return queue.poll() instanceof Item.Task task ? task.work() : Mono.empty();
    }

    private void gather() {
        long bytes = group.isEmpty() ? 0 : HEAVY; // one that has failed is tried again as it was
        while (group.size() < GROUP && bytes < HEAVY && queue.peek() instanceof Item.Event event) {
            if (oldest == null) {
                oldest = event.received().at();
            }
            group.add(read(event));
            queue.remove();
            bytes += event.received().json().length;
        }
    }

    private Read read(Item.Event event) {
        Received received = event.received();
        try {
            Reading reading = door.read(source, received.json(), received.at());
            return new Read(reading == null || isWanted(reading, event.wanted()) ? reading : null, received.weight());
        } catch (RuntimeException fault) {
            log.error("event=stream-event-unreadable source={} bytes={}", source, received.json().length, fault);
            return new Read(null, received.weight()); // one that nobody can read must not hold up all others
        }
    }

    private static boolean isWanted(Reading reading, Predicate<String> wanted) {
        String instance = reading.facts().getFirst().instance();
        return instance == null || wanted.test(instance);
    }

    private void landed() {
        inflow.leave(group.stream().mapToLong(Read::weight).sum());
        group.clear();
        oldest = null;
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
