package dev.carteiro.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds where strings end in the bytes of JSON, eight bytes at a time. */
public final class JsonStrings {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SPACES = 0x2020_2020_2020_2020L;
    private static final long QUOTES = 0x2222_2222_2222_2222L;
    private static final long BACKSLASHES = 0x5C5C_5C5C_5C5C_5C5CL;
    private static final long TOP_BITS = 0x8080_8080_8080_8080L;

    private JsonStrings() {}

    /** Where the string ends that begins at {@code from}, behind its quote; the length of the JSON where it does not. */
    public static int closingQuote(byte[] json, int from) {
        int i = plainUntil(json, from);
        while (i < json.length && json[i] != '"') {
            i = plainUntil(json, i + (json[i] == '\\' ? 2 : 1));
        }
        return Math.min(i, json.length);
    }

    /**
     * The first byte from {@code from} on that is a quote, a backslash, a control character or no ASCII; the length of the
     * JSON where there is none.
     */
    public static int plainUntil(byte[] json, int from) {
        int i = from;
        for (; i <= json.length - Long.BYTES; i += Long.BYTES) {
            long found = notPlain((long) LONGS.get(json, i));
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < json.length && json[i] >= ' ' && json[i] != '"' && json[i] != '\\') {
            i++;
        }
        return i;
    }

    /**
     * Sets the top bit of each byte that is no ASCII, or becomes less than zero here. That borrows from the bytes above, but
     * only the lowest of those found counts.
     */
    private static long notPlain(long bytes) {
        return (bytes | ((bytes ^ QUOTES) - ONES) | ((bytes ^ BACKSLASHES) - ONES) | (bytes - SPACES)) & TOP_BITS;
    }
}
