package dev.carteiro.listener;

import java.util.Locale;

/** How a listener stands. */
public enum StreamState {
    /** Another replica listens, or nobody knows yet who does. */
    STANDBY,
    /** On its way: the first try, or one of the first after a loss. */
    CONNECTING,
    CONNECTED,
    /** For longer than a reconnection takes. */
    LOST,
    /** The server will not have us as we are: a wrong key, no stream, another protocol. */
    REFUSED;

    /** As it is told outside. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
