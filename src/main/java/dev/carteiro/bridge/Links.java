package dev.carteiro.bridge;

import org.jspecify.annotations.Nullable;

/**
 * The links of a line of Markdown. It is asked for them from left to right and remembers where it has looked, so that a line
 * of nothing but brackets takes no longer than another.
 */
final class Links {

    private static final String MIDDLE = "](";

    /** Longer ones are none that anybody could use, and looking for their end again and again would take its time. */
    private static final int LONGEST_URL = 2_000;

    private final String line;
    private int middle;
    private int lastBefore = -1;

    Links(String line) {
        this.line = line;
        this.middle = line.indexOf(MIDDLE);
    }

    /**
     * A link.
     *
     * @param text what it is shown as, in Markdown
     * @param end where the line goes on
     */
    record Link(String text, String url, int end) {

        /** As it is written where links cannot be given a text, {@code words} being that text. */
        String written(String words) {
            if (url.startsWith("mention:")) {
                return words;
            }
            String shown = unescaped(text).strip();
            String plain =
                    url.startsWith("mailto:") || url.startsWith("tel:") ? url.substring(url.indexOf(':') + 1) : url;
            return shown.isEmpty() || core(shown).equals(core(plain)) ? plain : words + ": " + plain;
        }

        private static String core(String url) {
            String bare = url.replaceFirst("^https?://", "").replaceFirst("^www\\.", "");
            return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
        }
    }

    /** The link {@code [text](url)}, {@code ![text](url)} or {@code <url>} that begins here; null where none does. */
    @Nullable Link at(int from) {
        return switch (line.charAt(from)) {
            case '[' -> link(from);
            case '!' -> line.startsWith("![", from) ? link(from + 1) : null;
            case '<' -> address(from);
            default -> null;
        };
    }

    private @Nullable Link link(int from) {
        while (middle >= 0 && middle < from) {
            middle = line.indexOf(MIDDLE, middle + 1);
            lastBefore = -1;
        }
        if (middle < 0) {
            return null;
        }
        if (lastBefore < 0) {
            lastBefore = line.lastIndexOf('[', middle);
        }
        if (lastBefore != from) {
            return null;
        }
        int end = urlEnd(middle + MIDDLE.length());
        int closing = end < 0 ? -1 : closing(end);
        return closing < 0
                ? null
                : new Link(
                        line.substring(from + 1, middle),
                        unescaped(line.substring(middle + MIDDLE.length(), end)),
                        closing + 1);
    }

    /** Where the address ends: at a blank, or at a parenthesis that it has not opened itself. */
    private int urlEnd(int from) {
        int depth = 0;
        for (int i = from; i < line.length() && i - from <= LONGEST_URL; i++) {
            char c = line.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || Character.isWhitespace(c)) {
                return i == from ? -1 : i;
            }
        }
        return -1;
    }

    /** The link's own parenthesis, behind the title that may follow the address. */
    private int closing(int end) {
        if (line.charAt(end) == ')') {
            return end;
        }
        int quote = end + 1;
        if (quote >= line.length() || line.charAt(quote) != '"') {
            return -1;
        }
        int closing = line.indexOf("\")", quote + 1);
        return closing < 0 || closing - quote > LONGEST_URL ? -1 : closing + 1;
    }

    private @Nullable Link address(int from) {
        int end = from + 1;
        while (end < line.length() && end - from <= LONGEST_URL && " <>".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        String url = line.substring(from + 1, end);
        boolean known = url.startsWith("http://") || url.startsWith("https://") || url.startsWith("mailto:");
        return known && end < line.length() && line.charAt(end) == '>' ? new Link("", url, end + 1) : null;
    }

    /** Without the backslashes that Markdown has before punctuation. */
    static String unescaped(String markdown) {
        return markdown.indexOf('\\') < 0 ? markdown : markdown.replaceAll("\\\\(\\p{Punct})", "$1");
    }
}
