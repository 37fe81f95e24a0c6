package dev.carteiro.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes instants as ISO-8601 in UTC with milliseconds, which every event has two of. */
final class UtcText {

    private static final DateTimeFormatter ANY_YEAR = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final byte[] ZERO = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);

    private UtcText() {}

    static String of(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (utc.getYear() < 0 || utc.getYear() > 9999) {
            return ANY_YEAR.format(instant);
        }
        // By hand in a quarter of the formatter's time.
        byte[] text = ZERO.clone();
        write(text, 4, utc.getYear());
        write(text, 7, utc.getMonthValue());
        write(text, 10, utc.getDayOfMonth());
        write(text, 13, utc.getHour());
        write(text, 16, utc.getMinute());
        write(text, 19, utc.getSecond());
        write(text, 23, utc.getNano() / 1_000_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Puts the digits of {@code number} before {@code end}. */
    private static void write(byte[] text, int end, int number) {
        int at = end;
        for (int rest = number; rest > 0; rest /= 10) {
            text[--at] = (byte) ('0' + rest % 10);
        }
    }
}
