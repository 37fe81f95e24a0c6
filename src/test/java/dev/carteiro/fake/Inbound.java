package dev.carteiro.fake;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request, whose body streams in while it is read. */
final class Inbound {

    private final HttpServerRequest request;
    private final String path;
    private final Map<String, String> query;

    Inbound(HttpServerRequest request) {
        this.request = request;
        String[] parts = request.uri().split("\\?", 2);
        this.path = parts[0];
        this.query = parts.length == 1 ? Map.of() : parse(parts[1]);
    }

    private static Map<String, String> parse(String query) {
        Map<String, String> parsed = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] halves = pair.split("=", 2);
            parsed.put(decoded(halves[0]), halves.length == 1 ? "" : decoded(halves[1]));
        }
        return parsed;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String method() {
        return request.method().name();
    }

    /** As it was sent, without the query. */
    String path() {
        return path;
    }

    /** As it was sent, with the query. */
    String target() {
        return request.uri();
    }

    @Nullable String query(String name) {
        return query.get(name);
    }

    int page() {
        String page = query("page");
        return page == null || !page.matches("[1-9]\\d{0,8}") ? 1 : Integer.parseInt(page);
    }

    @Nullable String header(String name) {
        return request.requestHeaders().get(name);
    }

    boolean isMultipart() {
        String type = header("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    InputStream body() {
        return new Chunks(request.receive().asByteArray().toIterable(4).iterator());
    }

    /** The whole body, or an empty object. */
    ObjectNode json() throws IOException {
        byte[] bytes = body().readAllBytes();
        try {
            JsonNode node = bytes.length == 0 ? Json.object() : Json.MAPPER.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new Refused(Answer.json(400, Json.object("status", 400, "error", "Bad Request")));
        }
        throw new Refused(Answer.json(400, Json.object("status", 400, "error", "Bad Request")));
    }

    /** A stream of the pieces that come in. */
    private static final class Chunks extends InputStream {

        private final Iterator<byte[]> pieces;
        private byte[] piece = new byte[0];
        private int at;

        private Chunks(Iterator<byte[]> pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read() {
            return more() ? piece[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (!more()) {
                return -1;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, target, offset, count);
            at += count;
            return count;
        }

        private boolean more() {
            while (at == piece.length) {
                if (!pieces.hasNext()) {
                    return false;
                }
                piece = pieces.next();
                at = 0;
            }
            return true;
        }
    }
}
