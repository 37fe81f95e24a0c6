package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Collects how attempts ended, and writes them down in groups. Nothing is forgotten while the database is away. */
final class Settler {

    private static final Logger log = LoggerFactory.getLogger(Settler.class);

    /** So many are worth a statement at once. */
    private static final int MANY = 64;

    private final Settling settling;
    private final Clock clock;
    private final RandomGenerator random;
    private final AttemptMeters meters;
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final List<Ended> unwritten = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Lane> willMove = ConcurrentHashMap.newKeySet();

    Settler(Settling settling, Clock clock, RandomGenerator random, AttemptMeters meters) {
        this.settling = settling;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
    }

    private record Ended(Settlement settlement, Pipeline pipeline) {}

    /** Told what was written: first each settlement, then what moved up behind those that left. */
    interface Listener {
        void settled(Settlement settlement, Pipeline pipeline);

        void moved(Settling.Moved next);

        /** Where what moves up may be leased at once, and under which number. */
        Settling.Chain unhurried();
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
    boolean willMove(String destination, String lane) {
        return willMove.contains(new Lane(destination, lane));
    }

    boolean isEmpty() {
        return ended.isEmpty() && unwritten.isEmpty();
    }

    /** Takes note of an attempt's end; true where that makes enough for a statement. */
    boolean ended(Pipeline pipeline, Delivery delivery, Outcome outcome, Instant startedAt) {
        Instant now = clock.instant();
        Policy.Retry retry = pipeline.destination().policy().retry();
        Verdict verdict = Verdict.of(delivery, outcome, retry, now, random);
        int latency = (int) Duration.between(startedAt, now).toMillis();
        if (outcome instanceof Outcome.Deferred deferred && deferred.after() != null) {
            pipeline.pause(now.plus(deferred.after()));
        }
        meters.ended(delivery.destination(), outcome, latency);
        report(delivery, outcome, verdict, latency);
        ended.add(new Ended(new Settlement(delivery, outcome, verdict, startedAt, latency), pipeline));
        return waiting.incrementAndGet() >= MANY;
    }

    private static void report(Delivery delivery, Outcome outcome, Verdict verdict, int latency) {
        switch (verdict) {
            case Verdict.Done done -> {
                if (delivery.attempts() > 0 || log.isDebugEnabled()) {
                    log.info(
                            "event=delivered id={} destination={} attempt={} status={} ms={}",
                            delivery.position(),
                            delivery.destination(),
                            delivery.attempts() + 1,
                            status(outcome),
                            latency);
                }
            }
            case Verdict.Later later -> {
                if (!(outcome instanceof Outcome.Postponed)) {
                    log.warn(
                            "event=deferred id={} destination={} attempt={} status={} next={}ms reason=\"{}\"",
                            delivery.position(),
                            delivery.destination(),
                            delivery.attempts() + 1,
                            status(outcome),
                            later.delay().toMillis(),
                            reason(outcome));
                }
            }
            case Verdict.Dead dead ->
                log.error(
                        "event=dead-letter id={} destination={} attempt={} status={} reason=\"{}\"",
                        delivery.position(),
                        delivery.destination(),
                        delivery.attempts() + 1,
                        status(outcome),
                        dead.reason());
        }
    }

    private static Object status(Outcome outcome) {
        Answer answer = outcome.answer();
        return answer == null ? "none" : answer.status();
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "";
            case Outcome.Deferred deferred -> deferred.reason();
            case Outcome.Refused refused -> refused.reason();
            case Outcome.Postponed postponed -> postponed.reason();
        };
    }

    /** Writes at most {@code most} of them, in one statement; on an error they are kept for the next call. */
    Mono<Void> settle(int most, Listener listener) {
        for (Ended next = unwritten.size() < most ? ended.poll() : null;
                next != null;
                next = unwritten.size() < most ? ended.poll() : null) {
            unwritten.add(next);
            waiting.decrementAndGet();
        }
        if (unwritten.isEmpty()) {
            return Mono.empty();
        }
        List<Settlement> group = unwritten.stream().map(Ended::settlement).toList();
        group.forEach(this::moves);
        return settling.settle(group, listener.unhurried())
                .collectList()
                .doOnNext(moved -> {
                    List<Ended> written = List.copyOf(unwritten);
                    unwritten.clear();
                    written.forEach(one -> listener.settled(one.settlement(), one.pipeline()));
                    moved.forEach(listener::moved);
                })
                .then();
    }

    private void moves(Settlement settlement) {
        Delivery delivery = settlement.delivery();
        if (delivery.lane() != null) {
            willMove.remove(new Lane(delivery.destination(), delivery.lane()));
        }
    }
}
