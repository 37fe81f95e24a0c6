package dev.carteiro.cluster;

import dev.carteiro.store.Database;

/** A replica's keys. */
public final class TestKeys {

    private TestKeys() {}

    public static SharedKeys in(Database database) {
        return new SharedKeys(database);
    }
}
