package dev.carteiro.bridge;

import java.util.StringJoiner;

/** Translates between WhatsApp's formatting and Chatwoot's Markdown, line by line and in time that grows with the text. */
final class Markdown {

    private static final String FENCE = "```";

    private Markdown() {}

    /** What {@code whatsapp} looks like there, in Markdown. */
    static String toChatwoot(String whatsapp) {
        return translated(Dialect.WHATSAPP, whatsapp);
    }

    /** What {@code chatwoot}, which is Markdown, looks like there, as near as WhatsApp can come. */
    static String toWhatsApp(String chatwoot) {
        return translated(Dialect.CHATWOOT, chatwoot);
    }

    private static String translated(Dialect dialect, String text) {
        StringBuilder translated = new StringBuilder(text.length() + 16);
        int from = 0;
        while (true) {
            int opening = text.indexOf(FENCE, from);
            int closing = opening < 0 ? -1 : text.indexOf(FENCE, opening + FENCE.length());
            if (closing < 0) {
                return translated.append(lines(dialect, text.substring(from))).toString();
            }
            translated.append(lines(dialect, text.substring(from, opening)));
            from = closing + FENCE.length();
            String code = text.substring(opening + FENCE.length(), closing);
            if (dialect == Dialect.WHATSAPP) {
                toFence(translated, code, from == text.length() || text.charAt(from) == '\n');
            } else {
                translated.append(fromFence(code));
            }
        }
    }

    private static String lines(Dialect dialect, String text) {
        StringJoiner lines = new StringJoiner("\n");
        for (String line : text.split("\n", -1)) {
            lines.add(dialect == Dialect.CHATWOOT ? heading(line) : Inline.translated(dialect, line));
        }
        return lines.toString();
    }

    /** WhatsApp has no headings; one in bold is as near as it comes. */
    private static String heading(String line) {
        int level = 0;
        while (level < line.length() && line.charAt(level) == '#') {
            level++;
        }
        if (level == 0 || level > 6 || level + 1 >= line.length() || line.charAt(level) != ' ') {
            return Inline.translated(Dialect.CHATWOOT, line);
        }
        String title =
                Inline.translated(Dialect.CHATWOOT, line.substring(level + 1).strip());
        return title.isEmpty() || title.indexOf('*') >= 0 ? title : "*" + title + "*";
    }

    /** Markdown takes the first line of several for the name of a language, unless it is empty. */
    private static void toFence(StringBuilder translated, String code, boolean lineEnds) {
        if (code.indexOf('\n') < 0) {
            translated.append(FENCE).append(code).append(FENCE);
            return;
        }
        boolean lineBegins = translated.isEmpty() || translated.charAt(translated.length() - 1) == '\n';
        translated
                .append(lineBegins ? "" : "\n")
                .append(FENCE)
                .append(code.startsWith("\n") ? "" : "\n")
                .append(code)
                .append(code.endsWith("\n") ? "" : "\n")
                .append(FENCE)
                .append(lineEnds ? "" : "\n");
    }

    private static String fromFence(String code) {
        int lineEnd = code.indexOf('\n');
        if (lineEnd < 0) {
            return FENCE + code + FENCE;
        }
        boolean language = code.substring(0, lineEnd).matches("[\\w+#.-]*\\s*");
        String lines = language ? code.substring(lineEnd + 1) : code;
        return FENCE + (lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines) + FENCE;
    }
}
