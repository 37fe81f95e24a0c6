package dev.carteiro.stream;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Joins what is on its way out. */
final class Bytes {

    private Bytes() {}

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** A WebSocket's frame; {@code name} and {@code id} are ours and need no escapes. */
    static byte[] message(String name, @Nullable String id, byte[] json) {
        String head = "{\"id\":" + (id == null ? "null" : "\"" + id + "\"") + ",\"event\":\"" + name + "\",\"data\":";
        return join(ascii(head), json, ascii("}"));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
