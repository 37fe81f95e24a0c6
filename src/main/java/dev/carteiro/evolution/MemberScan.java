package dev.carteiro.evolution;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Finds a member of a JSON text that is a string with something in it, byte by byte. The text is not checked otherwise. */
final class MemberScan {

    private static final int LONGEST_NAME = 32;

    private final byte[] name;
    private final List<String> path;
    private final boolean deep;

    private final BitSet objects = new BitSet(); // the levels that are objects, and not arrays
    private int depth;
    private int matched; // how many levels from the root lie on the path, which has one more than names
    private boolean named; // a name has come, and its value has not
    private boolean inString;
    private boolean escaped;
    private boolean isName;
    private boolean wanted; // the string that is being read
    private boolean found;
    private final byte[] last = new byte[LONGEST_NAME]; // the last name, or its beginning
    private int lastLength;

    /** In the object to which {@code path} leads, and in whatever lies in that if {@code deep}. */
    MemberScan(String name, List<String> path, boolean deep) {
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.path = List.copyOf(path);
        this.deep = deep;
    }

    /** Whether this byte belongs to the string: one between its quotes. */
    boolean take(byte next) {
        return inString ? inString(next) : between(next);
    }

    /** Whether the string has come, in whole or in part. */
    boolean found() {
        return found;
    }

    private boolean inString(byte next) {
        if (!escaped && next == '"') {
            inString = false;
            named = isName;
            wanted = false;
            return false;
        }
        escaped = !escaped && next == '\\';
        if (isName && lastLength < LONGEST_NAME) {
            last[lastLength++] = next;
        }
        found |= wanted;
        return wanted;
    }

    private boolean between(byte next) {
        switch (next) {
            case '{', '[' -> open(next == '{');
            case '}', ']' -> close();
            case ',' -> named = false;
            case '"' -> string();
            default -> {} // a number, a word, a colon or space
        }
        return false;
    }

    private void open(boolean object) {
        boolean onPath = object
                && depth == matched
                && depth <= path.size()
                && (depth == 0 || (named && isLast(path.get(depth - 1).getBytes(StandardCharsets.UTF_8))));
        objects.set(depth++, object);
        matched = onPath ? depth : matched;
        named = false;
    }

    private void close() {
        depth = Math.max(0, depth - 1);
        matched = Math.min(matched, depth);
        named = false;
    }

    private void string() {
        inString = true;
        isName = depth > 0 && objects.get(depth - 1) && !named;
        boolean inside = matched == path.size() + 1 && (deep || depth == matched);
        wanted = !isName && named && !found && inside && isLast(name);
        lastLength = isName ? 0 : lastLength;
    }

    private boolean isLast(byte[] expected) {
        return Arrays.equals(last, 0, lastLength, expected, 0, expected.length);
    }
}
