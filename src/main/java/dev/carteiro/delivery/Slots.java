package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Room;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The deliveries that this process holds for one destination at once. What does not fit in waits in the database, so that a
 * slow destination costs no memory beyond it. A part of the slots is kept for first attempts.
 */
final class Slots {

    private final int most;
    private final int mostAgain;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger heldAgain = new AtomicInteger();

    Slots(int most) {
        this.most = most;
        mostAgain = most - reserved(most);
    }

    /** Of so many, this many are for first attempts only. One alone has to do for both. */
    static int reserved(int slots) {
        return slots == 1 ? 0 : Math.max(1, slots / 4);
    }

    /** What may be claimed, where no more than {@code permits} can start. */
    Room free(int permits) {
        int free = Math.clamp(Math.min(most - held.get(), permits), 0, most);
        return new Room(free, Math.clamp((long) mostAgain - heldAgain.get(), 0, free));
    }

    /** Takes one for a first attempt, if there is one. */
    boolean reserve() {
        if (held.incrementAndGet() > most) {
            held.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Holds what is about to be claimed; what is not found is to be released. */
    void hold(Room room) {
        held.addAndGet(room.slots());
        heldAgain.addAndGet(room.again());
    }

    void release(Room room) {
        held.addAndGet(-room.slots());
        heldAgain.addAndGet(-room.again());
    }

    /** So few that the next may be claimed, many at once, and enough to keep the attempts busy meanwhile. */
    boolean repeatsRunLow() {
        return heldAgain.get() <= mostAgain / 2;
    }

    /** Whether {@code slots} are so many that a statement for them is worth it: a quarter of all. */
    boolean worth(int slots) {
        return slots * 4 >= most;
    }

    int held() {
        return held.get();
    }
}
