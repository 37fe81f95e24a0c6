package dev.carteiro.cluster;

/** This process among those that share the work. */
public interface Membership {

    /** The number under which this process leases work; 0 until it has been given one. */
    long lease();

    /** Whether nobody else shares the work, as of the last second. */
    boolean alone();

    /** How many share the work, ourselves among them, as of the last second. */
    int members();

    /** How often others were found dead, or this process joined: each time, leases may be there to be given back. */
    long departures();

    /** By how many milliseconds the database's clock has been set back, as far as this process saw it, all times together. */
    long setBack();
}
