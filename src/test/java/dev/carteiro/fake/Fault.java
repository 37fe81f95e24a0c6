package dev.carteiro.fake;

/** What goes wrong with one call; {@code number} is the status of an error, or the milliseconds of a slow answer. */
public record Fault(Kind kind, int number) {

    public static final Fault NONE = new Fault(Kind.NONE, 0);
    public static final Fault REFUSE_BEFORE = new Fault(Kind.REFUSE_BEFORE, 0);
    public static final Fault LOSE_ANSWER = new Fault(Kind.LOSE_ANSWER, 0);
    public static final Fault HANG_BEFORE = new Fault(Kind.HANG_BEFORE, 0);
    public static final Fault HANG_AFTER = new Fault(Kind.HANG_AFTER, 0);
    public static final Fault ERROR_BEFORE = new Fault(Kind.ERROR_BEFORE, 500);
    public static final Fault ERROR_AFTER = new Fault(Kind.ERROR_AFTER, 500);

    /** Processed, and answered so much later. */
    public static Fault slow(int millis) {
        return new Fault(Kind.SLOW, millis);
    }

    /** Processed, and answered with this status all the same. */
    public static Fault errorAfter(int status) {
        return new Fault(Kind.ERROR_AFTER, status);
    }

    /** The ways in which a call can go wrong. */
    public enum Kind {
        NONE,
        /** The connection is closed; nothing is processed. */
        REFUSE_BEFORE,
        /** Processed, and the connection closed without an answer. */
        LOSE_ANSWER,
        /** Neither processed nor ever answered. */
        HANG_BEFORE,
        /** Processed, and never answered. */
        HANG_AFTER,
        /** Not processed, and answered with an error. */
        ERROR_BEFORE,
        /** Processed, and answered with an error. */
        ERROR_AFTER,
        SLOW
    }
}
