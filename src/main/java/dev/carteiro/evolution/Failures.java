package dev.carteiro.evolution;

import io.socket.client.SocketIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Why a stream did not open, in words that say what to look at; never with the key in them. */
final class Failures {

    /** What Evolution says to a key that it does not take: 403 to a poll, 400 to a web socket (2.3.0 and later). */
    private static final Pattern KEY =
            Pattern.compile("apikey is required|invalid global token|authentication error", Pattern.CASE_INSENSITIVE);

    /** The key is part of the URL that is asked for, which somebody may quote. */
    private static final Pattern SECRET = Pattern.compile("(apikey=)[^&\\s\"]*", Pattern.CASE_INSENSITIVE);

    private Failures() {}

    /** {@code said} is what the server answered over HTTP, if it answered. */
    static StreamLostException of(@Nullable Object cause, Wire.@Nullable Refusal said, URI url) {
        String where = url.getRawAuthority();
        if (said != null) {
            return answered(said, where);
        }
        if (cause instanceof JSONObject json) {
            return StreamLostException.refused(
                    where + " refuses the connection: " + quoted(json.optString("message", "it does not say why")));
        }
        if (cause instanceof SocketIOException old
                && String.valueOf(old.getMessage()).contains("v2.x")) {
            return StreamLostException.refused(
                    where + " speaks Engine.IO 3, which no Evolution 2.x does; is this one?");
        }
        return StreamLostException.lost(unreachable(cause instanceof Throwable failure ? failure : null, where));
    }

    private static StreamLostException answered(Wire.Refusal said, String where) {
        String text = said.text().toLowerCase(Locale.ROOT);
        if (said.status() == 401 || said.status() == 403 || KEY.matcher(text).find()) {
            return StreamLostException.refused(where + " does not take the api-key (status " + said.status() + ")");
        }
        if (text.contains("unsupported protocol version")) {
            return StreamLostException.refused(where + " does not speak Engine.IO 4, which every Evolution 2.x does");
        }
        if (said.status() == 404) {
            return StreamLostException.refused(
                    where + " has no Socket.IO (status 404): Evolution needs WEBSOCKET_ENABLED=true");
        }
        return StreamLostException.lost(where + " answered with status " + said.status());
    }

    private static String unreachable(@Nullable Throwable failure, String where) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException unknown -> {
                    return "name not found: " + where;
                }
                case SocketTimeoutException late -> {
                    return "no answer from " + where + " in time";
                }
                case ConnectException refused -> {
                    return "no connection to " + where;
                }
                default -> {
                    // The library's own wrappers say less than what they wrap.
                }
            }
        }
        Throwable root = failure;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return "no stream from " + where + (root == null ? "" : ": " + quoted(said(root)));
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private static String quoted(String text) {
        return SECRET.matcher(text).replaceAll("$1…").replaceAll("\\s+", " ");
    }
}
