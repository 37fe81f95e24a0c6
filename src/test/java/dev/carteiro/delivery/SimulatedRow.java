package dev.carteiro.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row of the table, in a {@link SimulatedQueue}. */
final class SimulatedRow {

    final Delivery first;
    boolean head;
    boolean dead;
    int attempts;
    int spent;
    Instant due;
    long lease;
    String cause = "first";

    @Nullable Long burst;

    SimulatedRow(Delivery first, boolean head, long lease) {
        this.first = first;
        this.head = head;
        this.lease = lease;
        due = first.createdAt();
    }

    Delivery delivery() {
        return new Delivery(
                first.event(),
                first.destination(),
                first.lane(),
                attempts,
                spent,
                cause,
                first.createdAt(),
                lease,
                false);
    }

    boolean waits() {
        return !dead && lease == 0;
    }
}
