package dev.carteiro.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An absolute http or https URL, or a sentence that says why it is none. */
public final class HttpUrl {

    private static final Pattern HTTP = Pattern.compile("(?i)https?://.*");
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://.*");

    /** What follows the colon behind a name, or behind the bracket of an IPv6 address. */
    private static final Pattern PORT = Pattern.compile("^(?:[^\\[:]*|\\[[^\\]]*]):(.*)$");

    private HttpUrl() {}

    /** Throws {@link IllegalArgumentException} with the sentence. */
    public static URI parse(String text) {
        return parse(new Node.Scalar(text, text));
    }

    static URI parse(Node.Scalar url) {
        if (!HTTP.matcher(url.text()).matches()) {
            throw new IllegalArgumentException(url.quoted() + withoutHttp(url));
        }
        try {
            URI uri = new URI(url.text());
            // Not getHost(): it is null for a name with an underscore, and Docker is full of those.
            String authority = uri.getRawAuthority();
            if (authority == null || authority.isEmpty() || authority.startsWith(":")) {
                throw new IllegalArgumentException(url.quoted() + " has no host");
            }
            if (authority.indexOf('@') >= 0) {
                throw new IllegalArgumentException(
                        "has a user or password before its host, which is not sent; use a header Authorization");
            }
            if (!portFits(authority)) {
                throw new IllegalArgumentException(url.quoted() + " has a port that is none; a port is 1 to 65535");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url.quoted() + " is no URL: " + e.getReason(), e);
        }
    }

    private static boolean portFits(String authority) {
        Matcher port = PORT.matcher(authority);
        if (!port.find()) {
            return true;
        }
        String digits = port.group(1);
        return digits.matches("\\d{1,5}") && Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65_535;
    }

    private static String withoutHttp(Node.Scalar url) {
        var scheme = SCHEME.matcher(url.text());
        return scheme.matches()
                ? " has the scheme " + scheme.group(1) + "; only http and https work"
                : " has no scheme; write http://" + url.written();
    }
}
