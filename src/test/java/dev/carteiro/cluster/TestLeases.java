package dev.carteiro.cluster;

import dev.carteiro.store.Database;

/** A replica's leases. */
public final class TestLeases {

    private TestLeases() {}

    public static Leases in(Database database) {
        return new Leases(database, false);
    }
}
