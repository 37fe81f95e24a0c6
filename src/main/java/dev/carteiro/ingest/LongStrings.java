package dev.carteiro.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Leaves very long strings out of JSON before it is parsed. They are media in base64, which no decoder reads, and a parsed
 * string takes several times its size: 60 MiB of it did not fit into a heap of 256 MiB.
 */
final class LongStrings {

    /** Four times the longest text that WhatsApp carries. */
    static final int LONGEST = 256 * 1024;

    private static final byte[] INSTEAD = "\"[left out]\"".getBytes(StandardCharsets.US_ASCII);

    private LongStrings() {}

    /** The same JSON, with another string in place of each that has more than {@link #LONGEST} bytes. */
    static byte[] leftOut(byte[] json) {
        if (json.length <= LONGEST) {
            return json;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(LONGEST);
        int copied = 0;
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '"') {
                int end = closingQuote(json, i + 1);
                if (end - i - 1 > LONGEST && end < json.length) {
                    kept.write(json, copied, i - copied);
                    kept.writeBytes(INSTEAD);
                    copied = end + 1;
                }
                i = end;
            }
        }
        kept.write(json, copied, json.length - copied);
        return kept.toByteArray();
    }

    /** Where the string ends that begins at {@code from}; the length of the JSON where it does not. */
    private static int closingQuote(byte[] json, int from) {
        int i = from;
        while (i < json.length && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, json.length);
    }
}
