package dev.carteiro.bridge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A line's text and the marks in it, from which the emphasis follows at the end: a mark that opens and one that closes make
 * a pair, and whatever finds no partner is text. Each mark is looked at twice at most, however many there are.
 */
final class Emphasis {

    private final Dialect dialect;
    private final List<Object> pieces = new ArrayList<>();
    private final Deque<Run> open = new ArrayDeque<>();

    /** How many of {@link #open} there are of each mark, so that a mark without any need not search for one. */
    private final int[] openOf = new int[128];

    Emphasis(Dialect dialect) {
        this.dialect = dialect;
    }

    void text(CharSequence text) {
        pieces.add(text);
    }

    /** As many of {@code mark} as {@code length}, next to each other. */
    void marks(char mark, int length, boolean opens, boolean closes) {
        Run run = new Run(mark, length);
        pieces.add(run);
        if (!dialect.marks(mark, length)) {
            return;
        }
        while (closes && run.left > 0 && openOf[mark] > 0) {
            pair(run);
        }
        // What has closed something, in part, opens nothing.
        if (opens && run.left == length) {
            open.push(run);
            openOf[mark]++;
        }
    }

    private void pair(Run closing) {
        Run opening = open.element();
        while (opening.mark != closing.mark) {
            openOf[open.pop().mark]--;
            opening = open.element();
        }
        int strength = Math.min(dialect.strength(closing.mark), Math.min(opening.left, closing.left));
        String translated = dialect.translated(closing.mark, strength);
        opening.take(strength).opened.insert(0, translated);
        closing.take(strength).closed.append(translated);
        if (opening.left == 0) {
            openOf[open.pop().mark]--;
        }
    }

    /** The line in the other dialect. */
    String translated() {
        StringBuilder line = new StringBuilder();
        pieces.forEach(piece -> line.append(piece));
        return line.toString();
    }

    /** Marks next to each other, and what becomes of them; those that are left stand on the outside. */
    private static final class Run {

        private final char mark;
        private final StringBuilder closed = new StringBuilder();
        private final StringBuilder opened = new StringBuilder();
        private int left;

        Run(char mark, int length) {
            this.mark = mark;
            this.left = length;
        }

        Run take(int strength) {
            left -= strength;
            return this;
        }

        @Override
        public String toString() {
            return closed + String.valueOf(mark).repeat(left) + opened;
        }
    }
}
