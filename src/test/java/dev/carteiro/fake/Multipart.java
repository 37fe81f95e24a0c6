package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads multipart/form-data piece by piece, so that a file is hashed while it comes in. */
final class Multipart {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;

    private Multipart(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    }

    static List<Part> read(InputStream in, String contentType) throws IOException {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new IOException("No boundary in " + contentType);
        }
        return new Multipart(in, matcher.group(1)).parts();
    }

    private List<Part> parts() throws IOException {
        List<Part> parts = new ArrayList<>();
        copy(OutputStream.nullOutputStream(), 2); // the first delimiter stands without its line break
        while (next() != '-') {
            next();
            parts.add(part());
        }
        in.transferTo(OutputStream.nullOutputStream());
        return parts;
    }

    private Part part() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] halves = line.split(":", 2);
            headers.put(halves[0].toLowerCase(Locale.ROOT), halves[1].strip());
        }
        String disposition = headers.getOrDefault("content-disposition", "");
        String file = fileName(disposition);
        Digest digest = new Digest();
        copy(digest, 0);
        String name = parameter(disposition, "name");
        String type = headers.getOrDefault("content-type", "text/plain");
        return new Part(name == null ? "" : name, file, Media.received(file == null ? "" : file, type, digest));
    }

    private static @Nullable String fileName(String disposition) {
        Matcher encoded = Pattern.compile("filename\\*=UTF-8''([^;]+)", Pattern.CASE_INSENSITIVE)
                .matcher(disposition);
        if (encoded.find()) {
            return URLDecoder.decode(encoded.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        }
        return parameter(disposition, "filename");
    }

    private static @Nullable String parameter(String disposition, String name) {
        Matcher matcher = Pattern.compile("[; ]" + name + "=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;]+))")
                .matcher(disposition);
        if (!matcher.find()) {
            return null;
        }
        String quoted = matcher.group(1);
        return quoted == null ? matcher.group(2) : quoted.replaceAll("\\\\(.)", "$1");
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = next(); one != '\n'; one = next()) {
            line.write(one);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Copies up to the next delimiter, of which so many bytes count as read already. */
    private void copy(OutputStream target, int alreadyMatched) throws IOException {
        int matched = alreadyMatched;
        while (matched < delimiter.length) {
            if (matched == 0) {
                copyPlain(target);
            }
            int one = next();
            if (one == delimiter[matched]) {
                matched++;
            } else {
                target.write(delimiter, 0, matched);
                matched = one == '\r' ? 1 : 0; // which no delimiter has but at its start
                if (matched == 0) {
                    target.write(one);
                }
            }
        }
    }

    private void copyPlain(OutputStream target) throws IOException {
        int to = at;
        while (to < end && buffer[to] != '\r') {
            to++;
        }
        target.write(buffer, at, to - at);
        at = to;
    }

    @CanIgnoreReturnValue
    private int next() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                throw new EOFException("The multipart body ends too early");
            }
        }
        return buffer[at++] & 0xff;
    }

    /** A field, or a file where there is a file name. */
    record Part(String name, @Nullable String fileName, Media content) {

        String text() {
            return new String(content.all(), StandardCharsets.UTF_8);
        }
    }
}
