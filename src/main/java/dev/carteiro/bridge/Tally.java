package dev.carteiro.bridge;

/**
 * How many messages an import has had in its hands.
 *
 * @param posted written into Chatwoot
 * @param known there already, or nothing that is shown
 * @param failed refused
 */
public record Tally(long posted, long known, long failed) {

    static final Tally NONE = new Tally(0, 0, 0);

    static final Tally POSTED = new Tally(1, 0, 0);
    static final Tally KNOWN = new Tally(0, 1, 0);
    static final Tally FAILED = new Tally(0, 0, 1);

    Tally plus(Tally more) {
        return new Tally(posted + more.posted, known + more.known, failed + more.failed);
    }

    /** Those that count for how much one import may do; what is there already costs next to nothing. */
    long fresh() {
        return posted + failed;
    }
}
