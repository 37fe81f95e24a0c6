package dev.carteiro.network;

import io.netty.channel.ConnectTimeoutException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.PrematureCloseException;

/** Another machine could not be reached, in words that say what to look at. */
public final class Unreachable extends IOException {

    private static final Pattern NAME = Pattern.compile("'([^']+?)\\.?'");

    /** Netty ends with host/address:port, the host left out where it is the address itself. */
    private static final Pattern ADDRESS = Pattern.compile("(?:^|[ :])([^ ]*?)/?([0-9a-fA-F.:\\[\\]]+:\\d+)$");

    private static final Pattern AFTER = Pattern.compile("after (\\d+ ms)");

    private Unreachable(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same in better words; {@code url} is where it was to go, and only its host and port are quoted. */
    public static Throwable of(Throwable failure, String url) {
        return switch (failure) {
            case UnknownHostException unknown -> new Unreachable(unknown(unknown, url), unknown);
            case ConnectTimeoutException late ->
                new Unreachable("no connection to " + place(late, url) + " " + within(late), late);
            case NoRouteToHostException none -> new Unreachable("no route to " + place(none, url), none);
            case ConnectException refused ->
                new Unreachable("no connection to " + place(refused, url) + ": " + why(refused), refused);
            case SSLException tls -> new Unreachable("no TLS with " + authority(url) + ": " + tls.getMessage(), tls);
            case PrematureCloseException closed ->
                new Unreachable(
                        "the connection to " + authority(url) + " was closed before the answer was there", closed);
            case null, default -> failure;
        };
    }

    private static String unknown(UnknownHostException unknown, String url) {
        Matcher name = NAME.matcher(String.valueOf(unknown.getMessage()));
        String host = name.find() ? name.group(1) : authority(url);
        return cause(unknown, DnsNameResolverTimeoutException.class) == null
                ? "name not found: " + host
                : "no name server has answered for " + host;
    }

    private static String why(ConnectException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("refused")) {
            return "refused";
        }
        return message.contains("unreachable") ? "the network is unreachable" : String.valueOf(failure.getMessage());
    }

    private static String within(ConnectTimeoutException late) {
        Matcher after = AFTER.matcher(String.valueOf(late.getMessage()));
        return after.find() ? "within " + after.group(1) : "in time";
    }

    private static String place(Throwable failure, String url) {
        Matcher address = ADDRESS.matcher(String.valueOf(failure.getMessage()));
        String authority = authority(url);
        return address.find() && !authority.equals(address.group(2))
                ? authority + " (" + address.group(2) + ")"
                : authority;
    }

    private static String authority(String url) {
        String rest = url.replaceFirst("^\\w+://", "");
        return rest.replaceFirst("[/?#].*", "");
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
