package dev.carteiro.trace;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * To which trace something belongs, in the words of W3C's Trace Context: {@code 00-{trace}-{span}-{flags}}. What is written
 * here is always version 00, whatever version was read.
 */
public final class Traceparent {

    public static final String HEADER = "traceparent";

    private static final Pattern VALID =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final Pattern ZEROS = Pattern.compile("0+");

    /** Longer than any that is sensible. */
    private static final int LONGEST = 512;

    /** Sampled, and whether the trace's number is random; others are not to be passed on by who does not know them. */
    private static final int KNOWN_FLAGS = 0x03;

    private static final int TRACE = 16;
    private static final int SPAN = 8;

    private Traceparent() {}

    /** What a request says by its headers of that name; null where it says nothing that is valid. */
    public static @Nullable String of(List<String> headers) {
        return headers.size() == 1 ? of(headers.getFirst()) : null;
    }

    static @Nullable String of(String header) {
        Matcher valid = VALID.matcher(header.length() > LONGEST ? "" : header.strip());
        if (!valid.matches() || isZero(valid.group(2)) || isZero(valid.group(3))) {
            return null;
        }
        String version = valid.group(1);
        // A later version may have more behind its flags, which nobody has to understand; version ff will never be one.
        if (version.equals("ff") || (version.equals("00") && valid.group(5) != null)) {
            return null;
        }
        int flags = HexFormat.fromHexDigits(valid.group(4)) & KNOWN_FLAGS;
        return "00-" + valid.group(2) + "-" + valid.group(3) + "-0" + flags;
    }

    private static boolean isZero(String digits) {
        return ZEROS.matcher(digits).matches();
    }

    /** Its 25 bytes as hexadecimal digits: less than half of what the text takes when they are kept. */
    public static @Nullable String digits(@Nullable String traceparent) {
        return traceparent == null ? null : traceparent.substring(3).replace("-", "");
    }

    /** The text of such bytes. */
    public static @Nullable String of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        HexFormat hex = HexFormat.of();
        return "00-" + hex.formatHex(bytes, 0, TRACE) + "-" + hex.formatHex(bytes, TRACE, TRACE + SPAN) + "-"
                + hex.formatHex(bytes, TRACE + SPAN, TRACE + SPAN + 1);
    }

    /** The same work, whose requests belong to {@code traceparent}; the very same where that is null. */
    public static <T> Mono<T> during(@Nullable String traceparent, Mono<T> work) {
        return traceparent == null ? work : work.contextWrite(context -> context.put(Traceparent.class, traceparent));
    }

    /** What the work that goes on here belongs to; null where it belongs to nothing. */
    public static @Nullable String in(ContextView context) {
        return context.isEmpty() ? null : context.<String>getOrDefault(Traceparent.class, null);
    }
}
