package dev.carteiro.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * Many byte strings sent to PostgreSQL as one {@code bytea}, end to end and without a copy; the statement cuts them apart.
 * It can be sent once: then it lets go of them.
 */
public final class Packed {

    private volatile List<byte[]> parts;

    public Packed(List<byte[]> parts) {
        this.parts = List.copyOf(parts);
    }

    ByteBuf take() {
        ByteBuf all = Unpooled.wrappedBuffer(parts.toArray(byte[][]::new));
        parts = List.of();
        return all;
    }
}
