package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Lane;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lanes whose heads have left, or are about to, since the append in flight began. Behind a head that it saw waiting for
 * somebody's claim, and that is not among these, what it wrote is safe: whoever settles that head will see it.
 */
final class LeavingHeads {

    /** Beyond so many, any lane may be among them. */
    private static final int MOST = 10_000;

    private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();
    private volatile boolean watching;
    private volatile boolean tooMany;

    /** An append is about to begin. One is in flight at a time. Of what others do while we are not {@code alone} nothing is known. */
    void watch(boolean alone) {
        tooMany = !alone;
        watching = true;
    }

    /** It has ended, and nobody will ask any more. */
    void rest() {
        watching = false;
        lanes.clear();
    }

    void add(Lane lane) {
        if (!watching) {
            return;
        }
        if (lanes.size() < MOST) {
            lanes.add(lane);
        } else {
            tooMany = true;
        }
    }

    boolean mayHave(Lane lane) {
        return tooMany || lanes.contains(lane);
    }
}
