package dev.carteiro.fake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A contact of a Chatwoot; like all rows it is guarded by its {@link ChatwootData}. */
final class ContactRow {

    final long id;
    final Instant created = Instant.now();

    @Nullable String name;

    @Nullable String email;

    @Nullable String phone;

    @Nullable String identifier;

    @Nullable String avatar;

    boolean blocked;
    ObjectNode custom = Json.object();
    ObjectNode additional = Json.object();

    @Nullable Instant lastActivity;

    ContactRow(long id) {
        this.id = id;
    }
}
