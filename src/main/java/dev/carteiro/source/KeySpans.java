package dev.carteiro.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the bytes of sound JSON the strings that are a key of the envelope, or of each envelope in an array, by looking at
 * nothing but quotes and brackets. Gives up where a name could be written in another way, or the bytes are not UTF-8.
 */
final class KeySpans {

    private static final List<byte[]> NAMES =
            List.of("apikey".getBytes(StandardCharsets.US_ASCII), "api_key".getBytes(StandardCharsets.US_ASCII));

    private final byte[] json;
    private final List<Span> found = new ArrayList<>(2);
    private int envelope;
    private boolean unsure;

    private KeySpans(byte[] json) {
        this.json = json;
    }

    /** Where a string begins and ends, with its quotes. */
    record Span(int start, int end) {

        boolean quoted(byte[] body) {
            return start >= 0 && start < end && end <= body.length && body[start] == '"' && body[end - 1] == '"';
        }
    }

    /** In the order of the bytes; null where they cannot be told without a parser. */
    static @Nullable List<Span> of(byte[] json) {
        // UTF-16 and UTF-32 have a zero or a mark among the first two bytes of what is JSON; UTF-8 may have a mark.
        if (json.length < 2 || json[0] <= 0 || json[1] == 0) {
            return null;
        }
        KeySpans spans = new KeySpans(json);
        spans.search();
        return spans.unsure ? null : spans.found;
    }

    private void search() {
        int start = behindSpace(0);
        envelope = start < json.length && json[start] == '[' ? 2 : 1;
        int depth = 0;
        int i = start;
        while (i < json.length && !unsure) {
            switch (json[i]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> i = string(i, depth == envelope);
                default -> {}
            }
            i++;
        }
        unsure |= depth != 0;
    }

    /** Where the last quote is of the string at {@code open}, or of the key whose name it is. */
    private int string(int open, boolean inEnvelope) {
        int close = JsonStrings.closingQuote(json, open + 1);
        if (!inEnvelope) {
            return close;
        }
        int colon = behindSpace(close + 1);
        if (colon >= json.length || json[colon] != ':') {
            return close; // a value
        }
        unsure |= JsonStrings.plainUntil(json, open + 1) != close;
        int value = behindSpace(colon + 1);
        if (value >= json.length || json[value] != '"' || !isKey(open + 1, close)) {
            return colon;
        }
        int end = JsonStrings.closingQuote(json, value + 1);
        found.add(new Span(value, end + 1));
        return end;
    }

    private boolean isKey(int from, int to) {
        for (byte[] name : NAMES) {
            if (Arrays.equals(json, from, to, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    private int behindSpace(int from) {
        int i = from;
        while (i < json.length && (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t')) {
            i++;
        }
        return i;
    }
}
