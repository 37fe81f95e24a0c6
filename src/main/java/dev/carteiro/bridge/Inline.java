package dev.carteiro.bridge;

/** Translates one line: emphasis, but not what stands in code or in an address. */
final class Inline {

    private static final String MARKS = "*_~";
    private static final String TRAILING = "*_~`.,;:!?)'\"\\";

    private final Dialect dialect;
    private final String line;
    private final Emphasis emphasis;
    private final Links links;
    private int at;

    private Inline(Dialect dialect, String line) {
        this.dialect = dialect;
        this.line = line;
        this.emphasis = new Emphasis(dialect);
        this.links = new Links(line);
    }

    static String translated(Dialect dialect, String line) {
        return new Inline(dialect, line).translated();
    }

    private String translated() {
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '`') {
                code();
            } else if (MARKS.indexOf(c) >= 0) {
                marks(c);
            } else if (dialect == Dialect.CHATWOOT && (c == '\\' || c == '[' || c == '<' || c == '!')) {
                markdown(c);
            } else if (isAddress()) {
                address();
            } else {
                plain(1);
            }
        }
        return emphasis.translated();
    }

    private void plain(int length) {
        emphasis.text(line.substring(at, at + length));
        at += length;
    }

    /** As it stands, up to as many backticks as it began with; without those, backticks mean nothing. */
    private void code() {
        int ticks = run(at);
        for (int end = line.indexOf('`', at + ticks); end >= 0; end = line.indexOf('`', end)) {
            int closing = run(end);
            end += closing;
            if (closing == ticks) {
                plain(end - at);
                return;
            }
        }
        plain(ticks);
    }

    private void marks(char mark) {
        int length = run(at);
        int before = at == 0 ? ' ' : line.codePointBefore(at);
        int after = at + length == line.length() ? ' ' : line.codePointAt(at + length);
        boolean opens = !Character.isLetterOrDigit(before) && !isBlank(after);
        boolean closes = !isBlank(before) && !Character.isLetterOrDigit(after);
        emphasis.marks(mark, length, opens, closes);
        at += length;
    }

    private int run(int from) {
        int end = from + 1;
        while (end < line.length() && line.charAt(end) == line.charAt(from)) {
            end++;
        }
        return end - from;
    }

    private void markdown(char c) {
        Links.Link link = c == '\\' ? null : links.at(at);
        if (link != null) {
            emphasis.text(link.written(translated(dialect, link.text())));
            at = link.end();
        } else if (c == '\\' && at + 1 == line.length()) {
            at++; // a line break, which the line's end is on WhatsApp anyhow
        } else if (c == '\\' && isPunctuation(line.charAt(at + 1))) {
            at++;
            plain(1);
        } else {
            plain(1);
        }
    }

    private boolean isAddress() {
        char c = line.charAt(at);
        if (c != 'h' && c != 'H' && c != 'w' && c != 'W') {
            return false;
        }
        boolean border = at == 0 || !Character.isLetterOrDigit(line.codePointBefore(at));
        return border && (begins("https://") || begins("http://") || begins("www."));
    }

    private boolean begins(String prefix) {
        return line.regionMatches(true, at, prefix, 0, prefix.length());
    }

    /** Up to a blank, less what rather belongs to the sentence around it. */
    private void address() {
        int end = at;
        while (end < line.length() && !isBlank(line.charAt(end)) && "<>".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        while (end > at + 1 && TRAILING.indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        String address = line.substring(at, end);
        emphasis.text(dialect == Dialect.CHATWOOT ? Links.unescaped(address) : address);
        at = end;
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }
}
