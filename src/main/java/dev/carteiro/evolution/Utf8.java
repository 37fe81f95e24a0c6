package dev.carteiro.evolution;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A part of a text as UTF-8 without a copy in between: the text may be as long as half of the heap. */
final class Utf8 {

    private Utf8() {}

    /** Half of a surrogate pair becomes a question mark. */
    static byte[] of(String text, int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate(length(text, from, to));
        var result = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(text, from, to), bytes, true);
        if (result.isOverflow()) {
            throw new IllegalStateException("counted too few bytes");
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    private static int length(String text, int from, int to) {
        long length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3; // four for a pair
        }
        return Math.toIntExact(length);
    }
}
