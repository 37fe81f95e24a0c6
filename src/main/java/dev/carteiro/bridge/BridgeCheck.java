package dev.carteiro.bridge;

import dev.carteiro.destination.Adapter;

/** Reads bridges for those who only want to know whether they can be read. */
public final class BridgeCheck {

    private BridgeCheck() {}

    /** An adapter whose destinations send nothing. */
    public static Adapter adapter() {
        return new BridgeReader(Senders.NONE);
    }
}
