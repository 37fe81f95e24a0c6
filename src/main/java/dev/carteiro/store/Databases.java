package dev.carteiro.store;

/**
 * One pool for each kind of work, so that a page or a replay never keeps the front door waiting.
 *
 * @param exclusive whether no other process can be using this database, because it is in a folder that we hold
 */
public record Databases(
        Database ingest, Database delivery, Database bridge, Database console, Database browsers, boolean exclusive) {

    /** How many statements were sent so far; 0 where nobody counts them. */
    double sent() {
        return ingest.sent() + delivery.sent() + bridge.sent() + console.sent() + browsers.sent();
    }
}
