package dev.carteiro.bridge;

import java.util.regex.Pattern;

/** Makes of what others have said, and of addresses, what may be shown: in one line, cut, without numbers and tokens. */
final class Shown {

    private static final int LONGEST = 160;
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{8,}");
    private static final Pattern QUERY = Pattern.compile("\\?[^\\s\"']*");
    private static final Pattern OWNER = Pattern.compile("//[^/\\s@]*@");

    private Shown() {}

    static String text(String said) {
        String line = QUERY.matcher(said.replaceAll("[\\s\\p{Cntrl}]+", " ")).replaceAll("");
        line = OWNER.matcher(line).replaceAll("//");
        return Wording.cut(NUMBER.matcher(line).replaceAll("…").strip(), LONGEST);
    }

    /** Without what may be secret in it: name and password, and whatever follows the path. */
    static String url(String url) {
        return OWNER.matcher(url.replaceFirst("[?#].*", "")).replaceFirst("//");
    }

    /** With its full stop. */
    static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("…") ? text : text + ".";
    }
}
