package dev.carteiro.delivery;

/**
 * How many of a destination's deliveries went which way since the database was made, over all replicas. The sums are those
 * of one moment, so that {@code accepted + replayed + revived = delivered + pending + died + cancelled} holds exactly.
 *
 * @param accepted enqueued with their event
 * @param replayed enqueued once more after they had been delivered
 * @param revived dead letters that were put back into the queue
 * @param died became dead letters
 * @param cancelled taken out of the queue by hand
 * @param discarded dead letters that were given up by hand
 * @param retrying of those pending now, the ones whose next attempt is a retry
 */
public record Tally(
        long accepted,
        long replayed,
        long revived,
        long delivered,
        long died,
        long cancelled,
        long discarded,
        long retrying) {

    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    /** How many are still to be delivered. */
    public long pending() {
        return accepted + replayed + revived - delivered - died - cancelled;
    }

    /** How many dead letters there are. */
    public long dead() {
        return died - revived - discarded;
    }

    boolean holdsRows() {
        return pending() != 0 || dead() != 0;
    }
}
