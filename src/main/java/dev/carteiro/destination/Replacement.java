package dev.carteiro.destination;

import java.util.regex.MatchResult;

/** What {@code $replace} puts in a match's place: {@code $1} is its first group, {@code $0} all of it, {@code $$} a dollar. */
final class Replacement {

    private Replacement() {}

    static String of(String template, MatchResult match) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at++);
            char next = at < template.length() ? template.charAt(at) : ' ';
            if (c != '$') {
                text.append(c);
            } else if (next == '$') {
                text.append('$');
                at++;
            } else if (isDigit(next)) {
                int end = endOfNumber(template, at, match.groupCount());
                text.append(group(match, Integer.parseInt(template, at, end, 10)));
                at = end;
            } else {
                text.append('$');
            }
        }
        return text.toString();
    }

    /** Of {@code $12} only {@code $1} is meant where there are fewer than twelve groups. */
    private static int endOfNumber(String template, int start, int groups) {
        int end = start + 1;
        while (end < template.length()
                && isDigit(template.charAt(end))
                && Integer.parseInt(template, start, end + 1, 10) <= groups) {
            end++;
        }
        return end;
    }

    private static String group(MatchResult match, int number) {
        String group = number <= match.groupCount() ? match.group(number) : null;
        return group == null ? "" : group;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
