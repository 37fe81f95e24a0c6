package dev.carteiro.source;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads JSON that may be anything: what is of the wrong type, empty or out of range is as good as absent. */
final class Json {

    private static final long YEAR_3000 = 32_503_680_000L;
    private static final double TWO_TO_32 = 4_294_967_296.0;

    private Json() {}

    /** The text of a string or number; PostgreSQL keeps no NUL in a text, so there is none in it. */
    static @Nullable String string(JsonNode node) {
        if (node.isString()) {
            String text = node.stringValue();
            String kept = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
            return kept.isEmpty() ? null : kept;
        }
        return node.isNumber() ? node.asString() : null;
    }

    static @Nullable String string(JsonNode node, String name) {
        return string(node.path(name));
    }

    /** The first of these members that is there. */
    static @Nullable String string(JsonNode node, String... names) {
        for (String name : names) {
            String text = string(node.path(name));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /** The member if it is a boolean, else null: a missing flag is not always a false one. */
    static @Nullable Boolean flag(JsonNode node, String name) {
        JsonNode flag = node.path(name);
        return flag.isBoolean() ? flag.booleanValue() : null;
    }

    static boolean isTrue(JsonNode node, String name) {
        return Boolean.TRUE.equals(flag(node, name));
    }

    /** A whole number as JSON has it, as a decimal string, or as protobuf's {@code {low, high, unsigned}}. */
    static @Nullable Long integer(JsonNode node) {
        if (node.isObject()) {
            JsonNode low = node.path("low");
            JsonNode high = node.path("high");
            return low.canConvertToInt() && high.canConvertToInt()
                    ? ((long) high.asInt() << 32) + Integer.toUnsignedLong(low.asInt())
                    : null;
        }
        double number = number(node);
        return Math.abs(number) < Long.MAX_VALUE ? (node.isIntegralNumber() ? node.asLong(0) : (long) number) : null;
    }

    static @Nullable Integer smallInteger(JsonNode node) {
        Long number = integer(node);
        return number != null && Math.abs(number) < TWO_TO_32 / 2 ? Integer.valueOf(number.intValue()) : null;
    }

    /** A number or a string of one; NaN for anything else. */
    static double number(JsonNode node) {
        if (node.isNumber()) {
            return node.asDouble(Double.NaN);
        }
        return node.isString() ? node.asDouble(Double.NaN) : Double.NaN;
    }

    /** A moment as Unix seconds or milliseconds, in any encoding of numbers, or as ISO-8601 with an offset. */
    static @Nullable Instant instant(JsonNode node) {
        if (node.isString() && node.stringValue().indexOf('-') > 0) {
            return iso(node.stringValue());
        }
        if (node.isFloat() || node.isDouble() || node.isBigDecimal()) {
            return plausible((long) (number(node) * 1000));
        }
        Long number = integer(node);
        if (number == null) {
            return null;
        }
        // Seconds stay below 10^12 until the year 33658; milliseconds passed it in 2001.
        return plausible(number < 1_000_000_000_000L ? number * 1000 : number);
    }

    private static @Nullable Instant iso(String text) {
        try {
            return plausible(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Instant plausible(long millis) {
        return millis > 0 && millis < YEAR_3000 * 1000 ? Instant.ofEpochMilli(millis) : null;
    }
}
