package dev.carteiro.destination;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the headers that a destination adds: one that says what only the router can know would make it lie. */
final class CustomHeaders {

    /** RFC 9110, 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Visible characters, spaces and tabs; Netty writes a question mark for what is beyond Latin-1. */
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\xa0-\\xff]*");

    private static final Set<String> IDENTITY = Set.of("webhook-id", "webhook-timestamp", "webhook-signature");
    private static final Set<String> FRAMING = Set.of(
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "upgrade",
            "http2-settings",
            "te",
            "trailer",
            "expect");

    private CustomHeaders() {}

    /** What is wrong, by header, in sentences that go on from its name and never quote its value, which may be a secret. */
    static Map<String, String> problems(Map<String, String> headers) {
        Map<String, String> problems = new LinkedHashMap<>();
        Map<String, String> seen = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String twin = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            String problem = twin == null ? problem(name, value) : "is the same header as " + twin;
            if (problem != null) {
                problems.put(name, problem);
            }
        });
        return problems;
    }

    private static @Nullable String problem(String name, String value) {
        String known = name.toLowerCase(Locale.ROOT);
        if (IDENTITY.contains(known)) {
            return "says which event it is and who sent it, and that is the router's to say";
        }
        if (FRAMING.contains(known)) {
            return "says how the request is sent, and that is the router's to say";
        }
        if (!NAME.matcher(name).matches()) {
            return "is no header's name: letters, digits and - are";
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            return "has a line break in its value; a secret that was read from a file often ends in one";
        }
        return VALUE.matcher(value).matches() ? null : "has a character in its value that no header can carry";
    }
}
