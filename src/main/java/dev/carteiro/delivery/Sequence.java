package dev.carteiro.delivery;

/**
 * Submissions that are to be appended in their order or not at all: where one fails, those that were submitted behind it
 * fail as well, instead of overtaking it. To be used by one caller, for one try.
 */
public final class Sequence {

    private volatile boolean broken;

    /** Whoever gives up waiting for one of them says so. */
    public void breakOff() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }
}
