package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.delivery.DeliveryQueue.Moved;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;

/** Collects how attempts ended, and writes them down in groups. Nothing is forgotten while the database is away. */
final class Settler {

    /** So many are worth a statement at once. */
    private static final int MANY = 64;

    private final DeliveryQueue queue;
    private final Clock clock;
    private final RandomGenerator random;
    private final AttemptMeters meters;
    private final Wishes wishes;
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final List<Ended> unwritten = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean due;
    private final Set<Lane> willMove = ConcurrentHashMap.newKeySet();
    private final LeavingHeads leaving = new LeavingHeads();

    Settler(DeliveryQueue queue, Clock clock, RandomGenerator random, AttemptMeters meters, Wishes wishes) {
        this.queue = queue;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
        this.wishes = wishes;
    }

    private record Ended(Settlement settlement, Pipeline pipeline) {}

    /** Told what was written: first each settlement, then what moved up behind those that left. */
    interface Listener {
        void settled(Settlement settlement, Pipeline pipeline);

        void moved(Moved next);

        /** Where what moves up may be leased at once, as the first of {@code headless} as well, and under which number. */
        Chain unhurried(Collection<Lane> headless);

        /** Lanes that may have no head; whoever takes them sees to it that they get one, or says that it did not. */
        List<Lane> takeHeadless();

        void stillHeadless(List<Lane> lanes);
    }

    /** A head of a lane is on its way: whoever writes behind it now need not care for the lane. */
    void expect(Delivery delivery) {
        if (delivery.lane() != null) {
            willMove.add(new Lane(delivery.destination(), delivery.lane()));
        }
    }

    /**
     * Whether the lane's head is still to be settled by a statement that has not begun. What was committed before this
     * was asked is seen by that statement, which then makes it head.
     */
    boolean willMove(Lane lane) {
        return willMove.contains(lane);
    }

    /** Which heads have left their lanes, or are about to. */
    LeavingHeads leaving() {
        return leaving;
    }

    /** Tells the other replicas what destinations have asked for. */
    Mono<Void> tellWishes() {
        return wishes.tell();
    }

    /** The next turn writes down what has ended until then; other turns leave it for more to come. */
    void hurry() {
        due = true;
    }

    boolean isDue() {
        return due || !unwritten.isEmpty();
    }

    boolean isEmpty() {
        return ended.isEmpty() && unwritten.isEmpty();
    }

    /** Takes note of an attempt's end; true where that makes enough for a statement. */
    boolean ended(Pipeline pipeline, Attempted attempted, Instant startedAt) {
        Instant now = clock.instant();
        Delivery delivery = attempted.delivery();
        Outcome outcome = attempted.outcome();
        Policy.Retry retry = pipeline.destination().policy().retry();
        Verdict verdict = Verdict.of(delivery, outcome, retry, now, random);
        int latency = (int) Duration.between(startedAt, now).toMillis();
        wishes.heed(pipeline, outcome);
        meters.ended(delivery.destination(), outcome, latency);
        if (verdict instanceof Verdict.Done) {
            meters.arrived(delivery, now);
        }
        AttemptLog.ended(attempted, verdict, latency);
        if (attempted.span() != null) {
            attempted.span().end(attempted, verdict);
        }
        ended.add(new Ended(new Settlement(attempted, verdict, startedAt, latency), pipeline));
        return waiting.incrementAndGet() >= MANY;
    }

    /** If that is due, writes at most {@code most} of them, in one statement; on an error they are kept for the next call. */
    Mono<Void> settle(int most, Listener listener) {
        if (!isDue()) {
            return Mono.empty();
        }
        boolean again = !unwritten.isEmpty();
        due = false; // before they are taken: what ends from now on asks for itself
        for (Ended next = unwritten.size() < most ? ended.poll() : null;
                next != null;
                next = unwritten.size() < most ? ended.poll() : null) {
            unwritten.add(next);
            waiting.decrementAndGet();
        }
        if (unwritten.isEmpty()) {
            return Mono.empty();
        }
        if (unwritten.size() == most) {
            due = true; // there may be more
        }
        List<Settlement> group = unwritten.stream().map(Ended::settlement).toList();
        group.forEach(this::moves);
        // What was written after all, while it was taken for lost, may have left a lane without a head that this does
        // not see.
        List<Lane> headless = again ? List.of() : listener.takeHeadless();
        return queue.settle(group, headless, listener.unhurried(headless))
                .collectList()
                .doOnNext(moved -> {
                    List<Ended> written = List.copyOf(unwritten);
                    unwritten.clear();
                    written.forEach(one -> listener.settled(one.settlement(), one.pipeline()));
                    moved.forEach(listener::moved);
                })
                .doOnError(failure -> listener.stillHeadless(headless))
                .then();
    }

    private void moves(Settlement settlement) {
        Delivery delivery = settlement.delivery();
        if (delivery.lane() != null) {
            Lane lane = new Lane(delivery.destination(), delivery.lane());
            leaving.add(lane);
            willMove.remove(lane);
        }
    }
}
