package dev.carteiro.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON whose long strings are base64, without holding them: each is decoded and hashed while it streams in, and
 * {@code @blob:} with its number takes its place.
 */
final class LongStrings {

    static final String MARK = "@blob:";
    private static final int LONG = 64 * 1024;

    private final InputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Base64Text> found = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private boolean inside;
    private boolean escaped;
    private @Nullable Base64Text current;

    private LongStrings(InputStream in) {
        this.in = in;
    }

    static Reduced read(InputStream in) throws IOException {
        LongStrings reader = new LongStrings(in);
        reader.run();
        return new Reduced(reader.out.toByteArray(), reader.found);
    }

    private void run() throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            for (int i = 0; i < count; i++) {
                take(buffer[i]);
            }
        }
    }

    private void take(byte one) {
        if (!inside) {
            out.write(one);
            inside = one == '"';
        } else if (escaped) {
            escaped = false;
            character(one);
        } else if (one == '"') {
            end();
        } else {
            escaped = one == '\\';
            character(one);
        }
    }

    private void character(byte one) {
        Base64Text decoding = current;
        if (decoding != null) {
            decoding.take(one);
            return;
        }
        text.write(one);
        if (text.size() > LONG) {
            decoding = new Base64Text();
            for (byte each : text.toByteArray()) {
                decoding.take(each);
            }
            text.reset();
            current = decoding;
        }
    }

    private void end() {
        Base64Text decoding = current;
        if (decoding == null) {
            out.writeBytes(text.toByteArray());
        } else {
            decoding.end();
            out.writeBytes((MARK + found.size()).getBytes(StandardCharsets.US_ASCII));
            found.add(decoding);
        }
        text.reset();
        current = null;
        inside = false;
        out.write('"');
    }

    /** The JSON with its marks, and what they stand for. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reduced(byte[] json, List<Base64Text> strings) {

        Reduced {
            strings = List.copyOf(strings);
        }
    }
}
