package dev.carteiro.fake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Base64 that is decoded while it comes in; valid only where it is padded and has no line breaks. */
final class Base64Text {

    private final Digest digest = new Digest();
    private final byte[] block = new byte[8192];
    private int filled;
    private boolean valid = true;

    static Base64Text of(String text) {
        Base64Text decoded = new Base64Text();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            decoded.take(one);
        }
        decoded.end();
        return decoded;
    }

    void take(byte one) {
        block[filled++] = one;
        if (filled == block.length) {
            decode();
        }
    }

    void end() {
        valid &= filled % 4 == 0;
        decode();
        valid &= digest.size() > 0;
    }

    private void decode() {
        if (valid && filled > 0) {
            try {
                byte[] bytes = Base64.getDecoder().decode(Arrays.copyOf(block, filled));
                digest.write(bytes, 0, bytes.length);
            } catch (IllegalArgumentException e) {
                valid = false;
            }
        }
        filled = 0;
    }

    boolean isValid() {
        return valid;
    }

    Media media(String name, String mimetype) {
        return Media.received(name, mimetype, digest);
    }
}
