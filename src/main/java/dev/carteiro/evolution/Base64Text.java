package dev.carteiro.evolution;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Decodes base64 as it stands in a JSON string, piece by piece: escapes are understood, and line breaks left out. */
final class Base64Text {

    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    private int bits;
    private int characters; // of the group that is not complete
    private int padding;
    private int escape; // 0: none; 1: after the backslash; 2 to 5: digits of a code are to come
    private int code;

    /** A byte between the quotes. */
    void take(byte next) {
        if (escape == 0 && next != '\\') {
            character(next);
        } else if (escape == 0) {
            escape = 1;
        } else if (escape == 1) {
            escaped(next);
        } else {
            digit(next);
        }
    }

    private void escaped(byte next) {
        escape = 0;
        switch (next) {
            case 'u' -> {
                escape = 2;
                code = 0;
            }
            case 'n' -> character('\n');
            case 'r' -> character('\r');
            case 'b', 'f', 't' -> throw new NotBase64Exception(); // the letters would be something else
            default -> character(next);
        }
    }

    private void digit(byte next) {
        int digit = Character.digit(next, 16);
        if (digit < 0) {
            throw new NotBase64Exception();
        }
        code = (code << 4) | digit;
        escape = escape == 5 ? 0 : escape + 1;
        if (escape == 0) {
            character(code);
        }
    }

    private void character(int character) {
        if (character == '\n' || character == '\r') {
            return;
        }
        if (character == '=') {
            padding++;
            return;
        }
        int value = character >= 0 && character < VALUES.length ? VALUES[character] : -1;
        if (value < 0 || padding > 0) {
            throw new NotBase64Exception();
        }
        bits = (bits << 6) | value;
        if (++characters == 4) {
            decoded.write(bits >> 16);
            decoded.write(bits >> 8);
            decoded.write(bits);
            characters = 0;
            bits = 0;
        }
    }

    /** What has been decoded since it was asked last. */
    byte[] decoded() {
        byte[] bytes = decoded.toByteArray();
        decoded.reset();
        return bytes;
    }

    /** There is no more of it; the padding may be missing. */
    void end() {
        if (escape != 0 || characters == 1 || padding > 2 || (padding > 0 && characters + padding != 4)) {
            throw new NotBase64Exception();
        }
        if (characters > 1) {
            int rest = bits << (6 * (4 - characters));
            decoded.write(rest >> 16);
            if (characters == 3) {
                decoded.write(rest >> 8);
            }
        }
        characters = 0;
        padding = 0;
    }

    /** It has characters that are none of base64, or too few. */
    static final class NotBase64Exception extends RuntimeException {

        NotBase64Exception() {
            super("it is no base64", null, false, false);
        }
    }
}
