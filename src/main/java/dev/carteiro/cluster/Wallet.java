package dev.carteiro.cluster;

/** The permits that this replica has at hand, of a rate that holds for all of them together. */
public interface Wallet {

    /** How many may be taken now. */
    int available();

    /** Takes one; false where there is none. */
    boolean take();

    /** More are wanted than there are: {@code more} runs, once, when there may be some. It must not block. */
    void want(Runnable more);

    /** Nothing waits for any: others may have those that are at hand. */
    void giveBack();
}
