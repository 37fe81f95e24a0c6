package dev.carteiro.bridge;

import java.util.ArrayList;
import java.util.List;

/** Cuts a long text where a reader would pause. */
final class Pieces {

    private static final List<String> PAUSES = List.of("\n\n", "\n", ". ", " ");

    private Pieces() {}

    /** Pieces of {@code most} characters at most, without the white space between them. */
    static List<String> of(String text, int most) {
        List<String> pieces = new ArrayList<>();
        String left = text.strip();
        while (left.length() > most) {
            int end = end(left, most);
            pieces.add(left.substring(0, end).strip());
            left = left.substring(end).strip();
        }
        if (!left.isEmpty()) {
            pieces.add(left);
        }
        return pieces;
    }

    /** In the second half, so that there are not too many; never within a character. */
    private static int end(String text, int most) {
        for (String pause : PAUSES) {
            int at = text.lastIndexOf(pause, most - pause.length());
            if (at >= most / 2) {
                return at + pause.length();
            }
        }
        return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    }
}
