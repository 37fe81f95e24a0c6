package dev.carteiro.store;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes strings from outside fit into PostgreSQL, where they are written and where they are looked for. */
public final class Text {

    /** Far above any id that a real system sends, far below the 2 704 bytes that an index entry may have. */
    private static final int LONGEST = 512;

    private Text() {}

    /** PostgreSQL's text holds everything but NUL. */
    public static @Nullable String storable(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** The same for columns that are in an index: a very long string becomes its beginning and its SHA-256. */
    public static String indexable(String text) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
        return clean.length() <= LONGEST ? clean : clean.substring(0, beginning(clean)) + "#" + sha256(clean);
    }

    /** {@link #storable} as a parameter that may be null. */
    public static Parameter parameter(@Nullable String text) {
        return Parameters.in(R2dbcType.VARCHAR, storable(text));
    }

    /** Half a character would come back from the database as a question mark. */
    private static int beginning(String text) {
        return Character.isHighSurrogate(text.charAt(63)) ? 63 : 64;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
