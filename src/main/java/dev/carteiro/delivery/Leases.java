package dev.carteiro.delivery;

import dev.carteiro.cluster.Membership;
import dev.carteiro.delivery.DeliveryQueue.Held;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What this process holds, against what the table says that it holds. The two differ when the answer to a statement was
 * lost, or a process died: what nobody works on is then given back.
 */
final class Leases {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);

    private final DeliveryQueue queue;
    private final Membership replica;
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private volatile boolean lostDirect;
    private volatile boolean lostClaims;
    private volatile long departuresSeen = -1;
    private volatile long setBackSeen;

    Leases(DeliveryQueue queue, Membership replica) {
        this.queue = queue;
        this.replica = replica;
    }

    /** Whether there is nothing to be given back, and nothing to be made due sooner. */
    boolean areCalm() {
        return replica.departures() == departuresSeen && replica.setBack() == setBackSeen && !lostClaims;
    }

    /** Whether nobody else writes to the queue. */
    boolean alone() {
        return replica.alone();
    }

    /** The number under which deliveries are claimed; 0 until the replica has joined. */
    long forClaims() {
        return replica.lease();
    }

    /** The number under which deliveries may be leased as they are written; 0 where they must all be claimed. */
    long direct() {
        // With other replicas about, two of them could write to one lane at once, and both would think it empty.
        return replica.alone() && replica.lease() != 0 ? replica.lease() + 1 : 0;
    }

    /** Under which number what is written counts what it writes; what is settled counts under {@link #forClaims}. */
    long writer() {
        return replica.lease() == 0 ? 0 : replica.lease() + 1;
    }

    void add(Delivery delivery) {
        held.add(Held.of(delivery));
    }

    void remove(Delivery delivery) {
        held.remove(Held.of(delivery));
    }

    /** An append's result was lost: rows may be leased to us that we know nothing of. */
    void lostDirect() {
        lostDirect = true;
    }

    /** The same for claims, and for what was leased while settling. */
    void lostClaims() {
        lostClaims = true;
    }

    /** Gives such rows back; only while no append is in flight. Emits true when there is something to claim again. */
    Mono<Boolean> auditDirect() {
        return !lostDirect
                ? Mono.just(false)
                : queue.giveBackBut(held, replica.lease() + 1)
                        .doOnNext(count -> lostDirect = false)
                        .map(count -> report("append", count));
    }

    /** The same for claims; only while no claim is in flight. */
    Mono<Boolean> auditClaims() {
        return !lostClaims
                ? Mono.just(false)
                : queue.giveBackBut(held, replica.lease())
                        .doOnNext(count -> lostClaims = false)
                        .map(count -> report("claim", count));
    }

    private static boolean report(String by, long count) {
        if (count > 0) {
            log.warn("event=lost-leases-given-back by={} count={}", by, count);
        }
        return count > 0;
    }

    /**
     * Gives back what replicas held that are gone, ourselves before a restart among them. Emits true where that was done;
     * false where nobody has gone since the last time.
     */
    Mono<Boolean> takeOver() {
        long departures = replica.departures();
        if (replica.lease() == 0 || departures == departuresSeen) {
            return Mono.just(false);
        }
        return queue.giveBackOfTheDead().map(count -> {
            departuresSeen = departures;
            log.info("event=deliveries-taken-over count={}", count);
            return true;
        });
    }

    /**
     * What was to be due at a time that the clock has gone back from would wait for it once more. Other replicas see the
     * same and do the same: then it is due too soon, which is better than too late. Emits true where that was done.
     */
    Mono<Boolean> followTheClock() {
        long setBack = replica.setBack();
        long by = setBack - setBackSeen;
        if (by == 0) {
            return Mono.just(false);
        }
        return queue.sooner(by).map(count -> {
            setBackSeen = setBack;
            log.info("event=deliveries-made-due-sooner count={} ms={}", count, by);
            return true;
        });
    }

    /** Gives everything back, for whoever comes after us. */
    Mono<Void> giveAllBack() {
        long lease = replica.lease();
        return lease == 0
                ? Mono.empty()
                : queue.giveBackBut(Set.of(), lease)
                        .then(queue.giveBackBut(Set.of(), lease + 1))
                        .then();
    }
}
