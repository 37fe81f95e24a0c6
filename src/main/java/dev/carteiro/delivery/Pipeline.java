package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Room;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One destination's way out: the deliveries in hand, whether they may start, and what guards each attempt. */
final class Pipeline {

    /** A slot is held until the attempt is settled; this many keep the attempts busy while a group is being settled. */
    private static final int SLOTS_PER_ATTEMPT = 8;

    /** For so long it is looked at often after it was heard that something waits: longer than from one reading to the next. */
    private static final Duration UNREST = Duration.ofSeconds(12);

    private final Destination destination;
    private final Protections protections;
    private final Gate gate;
    private final Slots slots;
    private final Ready ready;
    private final Clock clock;
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean mayHaveWork = true;
    private volatile boolean crowded = true; // until a claim has shown that nothing is left
    private volatile boolean putOff;
    private volatile boolean repeatsLeft;
    private volatile Instant nextWake = Instant.EPOCH;
    private volatile Instant restlessUntil;

    Pipeline(Destination destination, Resilience resilience, Clock clock) {
        this.destination = destination;
        protections = Protections.of(destination, resilience, clock);
        gate = new Gate(protections, clock);
        slots = new Slots(destination.policy().concurrency() * SLOTS_PER_ATTEMPT);
        ready = new Ready(destination.policy().concurrency());
        this.clock = clock;
        restlessUntil = clock.instant().plus(UNREST);
    }

    Destination destination() {
        return destination;
    }

    Protections protections() {
        return protections;
    }

    Gate gate() {
        return gate;
    }

    /** One attempt; never an error. */
    Mono<Outcome> attempt(Delivery delivery) {
        return protections.around(Mono.deferContextual(context -> AttemptSpan.during(
                context,
                delivery,
                destination.sender().send(delivery, gate.standing().url()))));
    }

    /** Takes a slot for a delivery that is being written, if there is one and it may start at once. */
    boolean reserve() {
        // Those in hand may need each permit.
        if (!crowded && room().slots() > 0 && protections.permits() > slots.held() && slots.reserve()) {
            return true;
        }
        crowded = true;
        return false;
    }

    /**
     * Whether deliveries wait in the database because they found no slot: what is new must not overtake them, and no lane may go
     * on by itself. That there may be something to claim does not make it so: it is claimed in the next turn.
     */
    boolean crowded() {
        return crowded;
    }

    void crowded(boolean left) {
        crowded = left;
    }

    /** A claim waits for another turn; where that happens twice, what is new waits as well. */
    void putOff() {
        crowded |= putOff;
        putOff = true;
    }

    /** How many deliveries may be claimed now: none while nothing may start, one where it would be the breaker's probe. */
    Room room() {
        if (gate.closed() != null) {
            return Room.NONE;
        }
        return switch (protections.breaker()) {
            case OPEN -> Room.NONE;
            case HALF_OPEN -> slots.held() <= 0 && protections.permits() > 0 ? new Room(1, 1) : Room.NONE;
            case CLOSED -> slots.free(startable());
        };
    }

    /** With a rate, what cannot start at once is left to others: its permit would not wait for it. */
    private int startable() {
        return protections.limited() ? Math.min(protections.permits(), ready.idle()) : Integer.MAX_VALUE;
    }

    /** Whether {@code room} is worth a statement now, or all that may run does, and will make more of it first. */
    boolean worthAClaim(Room room) {
        return protections.limited()
                || slots.worth(room.slots())
                || ready.attempting() < destination.policy().concurrency();
    }

    /**
     * Whether what has ended is to be written down at once: it holds half of the slots; or more waits in the database, and
     * it holds a quarter, or is all that there is, or a rate leaves nothing else in hand.
     */
    boolean holdsBack() {
        int unwritten = ended.get();
        return slots.worth(unwritten / 2)
                || (mayHaveWork && (protections.limited() || slots.worth(unwritten) || ready.busy() == 0));
    }

    /** Whether all is well: then a lane may go on by itself. */
    boolean open() {
        return unbarred() && protections.permits() > 0;
    }

    private boolean unbarred() {
        return gate.closed() == null && protections.breaker() == BreakerState.CLOSED;
    }

    /** Whether another replica may have room, where this one has none. */
    boolean full() {
        return unbarred() && room().slots() == 0;
    }

    /** Where only the rate holds deliveries back, has {@code more} run when it allows them. */
    void wantPermits(Runnable more) {
        if (protections.permits() == 0 && gate.closed() == null) {
            protections.wantPermits(more);
        }
    }

    void hold(Room room) {
        slots.hold(room);
    }

    void release(Room room) {
        slots.release(room);
        if (repeatsLeft && room.again() > 0 && slots.repeatsRunLow()) {
            repeatsLeft = false;
            hint();
        }
    }

    /** Whether repeats may be left that found no slot: when those in hand run low, that is a hint then. */
    void leftRepeats(boolean left) {
        repeatsLeft = left;
    }

    int held() {
        return slots.held();
    }

    /** Queues a delivery that has a slot. */
    void add(Delivery delivery) {
        ready.add(delivery);
    }

    /** The next delivery to attempt, if there is one and not too many run. */
    @Nullable Delivery next() {
        return ready.next();
    }

    /** An attempt has ended; its slot is held until that is written down. */
    void attempted(Delivery delivery) {
        ended.incrementAndGet();
        ready.attempted(delivery);
    }

    void settled(Delivery delivery) {
        ended.decrementAndGet();
        release(delivery.slot());
    }

    int attempting() {
        return ready.attempting();
    }

    DestinationStatus status() {
        Standing standing = gate.shown();
        String elsewhere = standing.url();
        return new DestinationStatus(
                destination.name(),
                elsewhere == null ? destination.url() : elsewhere,
                destination.url(),
                standing,
                protections.breaker(),
                attempting(),
                held());
    }

    void hint() {
        mayHaveWork = true;
    }

    boolean mayHaveWork() {
        return mayHaveWork;
    }

    void asked() {
        mayHaveWork = false;
        putOff = false;
    }

    /** Something waits in the database, or nobody knows: it may be due before anybody says so. */
    void stir() {
        stirUntil(clock.instant().plus(UNREST));
    }

    private void stirUntil(Instant moment) {
        if (moment.isAfter(restlessUntil)) {
            restlessUntil = moment;
        }
    }

    /** Whether something may be due that no hint will tell of. */
    boolean isRestless() {
        return slots.held() > 0 || clock.instant().isBefore(restlessUntil);
    }

    /**
     * Whether a wake-up at {@code due} has to be arranged, because none comes earlier; then it counts as arranged. Those
     * of bursts each have their own, so that no conversation waits for the poll behind another.
     */
    boolean wakesAt(Instant due, Instant now) {
        stirUntil(clock.instant().plus(Duration.between(now, due)).plus(UNREST));
        Policy.Debounce debounce = destination.policy().debounce();
        if (debounce != null && !due.isAfter(now.plus(debounce.max()))) {
            return true;
        }
        if (nextWake.isAfter(now) && !due.isBefore(nextWake)) {
            return false;
        }
        nextWake = due;
        return true;
    }
}
