package dev.carteiro.ingest;

import dev.carteiro.source.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Leaves very long strings out of JSON before it is parsed. They are media in base64, which no decoder reads, and a parsed
 * string takes several times its size: 60 MiB of it did not fit into a heap of 256 MiB.
 */
final class LongStrings {

    /** Four times the longest text that WhatsApp carries. */
    static final int LONGEST = 256 * 1024;

    /** The longest file that is parsed although its member's name says that it is one. */
    static final int LONGEST_FILE = 16 * 1024;

    private static final byte[] FILE = "\"base64\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA_URI = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INSTEAD = "[left out]".getBytes(StandardCharsets.US_ASCII);

    private LongStrings() {}

    /** A string without its quotes. */
    private record Cut(int from, int to) {}

    /**
     * The same JSON, with another string in place of each that has more than {@link #LONGEST} bytes, or is a file of more
     * than {@link #LONGEST_FILE}. The JSON itself where there is none.
     */
    static byte[] leftOut(byte[] json) {
        byte[] rest = json.length > LONGEST_FILE ? without(files(json), json) : json;
        return rest.length > LONGEST ? without(longest(rest), rest) : rest;
    }

    /**
     * The strings under {@code base64} that nothing is escaped in; a picture of a QR code, which is read, is a data URI. No
     * such string can lie between two probes, and most probes end after a few bytes.
     */
    private static List<Cut> files(byte[] json) {
        List<Cut> files = new ArrayList<>(1);
        int probe = LONGEST_FILE / 2;
        for (int at = 0; at < json.length; ) {
            int end = JsonStrings.plainUntil(json, at);
            if (end - at >= probe && end < json.length && json[end] == '"') {
                int begin = beginning(json, at);
                if (end - begin > LONGEST_FILE && isFile(json, begin)) {
                    files.add(new Cut(begin, end));
                }
            }
            at = (end / probe + 1) * probe;
        }
        return files;
    }

    /** Where the plain bytes begin that {@code at} is among. */
    private static int beginning(byte[] json, int at) {
        int i = at;
        while (i > 0 && json[i - 1] >= ' ' && json[i - 1] != '"' && json[i - 1] != '\\') {
            i--;
        }
        return i;
    }

    private static boolean isFile(byte[] json, int begin) {
        return begin >= FILE.length
                && Arrays.equals(json, begin - FILE.length, begin, FILE, 0, FILE.length)
                && !Arrays.equals(json, begin, begin + DATA_URI.length, DATA_URI, 0, DATA_URI.length);
    }

    private static List<Cut> longest(byte[] json) {
        List<Cut> strings = new ArrayList<>(1);
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '"') {
                int end = JsonStrings.closingQuote(json, i + 1);
                if (end - i - 1 > LONGEST && end < json.length) {
                    strings.add(new Cut(i + 1, end));
                }
                i = end;
            }
        }
        return strings;
    }

    private static byte[] without(List<Cut> cuts, byte[] json) {
        int length = json.length;
        for (Cut cut : cuts) {
            length += INSTEAD.length - (cut.to() - cut.from());
        }
        byte[] kept = cuts.isEmpty() ? json : new byte[length];
        int from = 0;
        int to = 0;
        for (Cut cut : cuts) {
            System.arraycopy(json, from, kept, to, cut.from() - from);
            to += cut.from() - from;
            System.arraycopy(INSTEAD, 0, kept, to, INSTEAD.length);
            to += INSTEAD.length;
            from = cut.to();
        }
        if (!cuts.isEmpty()) {
            System.arraycopy(json, from, kept, to, json.length - from);
        }
        return kept;
    }
}
