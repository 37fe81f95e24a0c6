package dev.carteiro.evolution;

/** Losses of a stream, for those who only hear of them. */
public final class TestLosses {

    private TestLosses() {}

    public static StreamLostException lost(String reason) {
        return StreamLostException.lost(reason);
    }

    public static StreamLostException refused(String reason) {
        return StreamLostException.refused(reason);
    }
}
