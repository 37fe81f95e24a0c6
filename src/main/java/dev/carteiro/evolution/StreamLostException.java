package dev.carteiro.evolution;

/** A stream could not be opened, or has ended; {@code refused} where the server itself will not have us as we are. */
public final class StreamLostException extends Exception {

    private final boolean refused;

    private StreamLostException(String reason, boolean refused) {
        super(reason, null, false, false); // the world outside has no stack trace of ours
        this.refused = refused;
    }

    /** One that nobody foresaw. */
    public StreamLostException(Throwable cause) {
        super(cause.toString(), cause);
        refused = false;
    }

    static StreamLostException lost(String reason) {
        return new StreamLostException(reason, false);
    }

    static StreamLostException refused(String reason) {
        return new StreamLostException(reason, true);
    }

    /** Whether trying again soon makes no sense: somebody has to change a key, or the server. */
    public boolean isRefused() {
        return refused;
    }
}
