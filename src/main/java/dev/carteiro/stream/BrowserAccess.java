package dev.carteiro.stream;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which browsers are let in, as configured now. */
public final class BrowserAccess implements ConfigPart {

    private static final String PATH = "carteiro.browsers";

    /** RFC 7518, section 3.2: a key of at least the size of the hash. */
    private static final int SHORTEST_KEY = 32;

    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:]+])(:\\d{1,5})?");

    private volatile BrowserSettings current = BrowserSettings.USUAL;

    /** Lets in nobody from elsewhere until it is told to. */
    public BrowserAccess() {}

    BrowserSettings current() {
        return current;
    }

    /** Whether a page of that origin may read the stream. */
    boolean admits(String origin) {
        return current.origins().contains(origin);
    }

    @Override
    public Runnable prepare(ConfigTree tree) {
        BrowserSettings next = tree.bind(PATH, BrowserSettings.class).orElse(BrowserSettings.USUAL);
        for (Map.Entry<String, String> origin :
                tree.bindItems(PATH + ".origins", String.class).entrySet()) {
            String problem = problem(origin.getValue());
            if (problem != null) {
                tree.problem(origin.getKey(), problem);
            }
        }
        if (next.key() != null && next.key().length() < SHORTEST_KEY) {
            tree.problem(PATH + ".key", "is too short: who guesses it sees everything; 32 characters or more");
        }
        if (next.most() < 1) {
            tree.problem(PATH + ".most", "is 1 or more");
        }
        return () -> current = next;
    }

    /** A browser sends scheme, host and port in small letters, without the scheme's own port, and nothing else. */
    private static @Nullable String problem(String origin) {
        return ORIGIN.matcher(origin).matches() && !origin.matches("http://.*:80") && !origin.matches("https://.*:443")
                ? null
                : "\"" + origin + "\" is no origin as browsers send it, for example https://app.example.com";
    }
}
