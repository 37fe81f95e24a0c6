package dev.carteiro.store;

import java.util.List;

/** Many byte strings sent to PostgreSQL as one {@code bytea}, end to end and without a copy; the statement cuts them apart. */
public record Packed(List<byte[]> parts) {

    public Packed {
        parts = List.copyOf(parts);
    }
}
