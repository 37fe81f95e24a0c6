package dev.carteiro.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** A file of the dashboard, held in memory: there are few, and reading them from the jar would block. */
final class PageFile extends ByteArrayResource {

    private static final Map<String, MediaType> TYPES = Map.of(
            "html",
            text("html"),
            "js",
            text("javascript"),
            "css",
            text("css"),
            "json",
            MediaType.APPLICATION_JSON,
            "webmanifest",
            new MediaType("application", "manifest+json"),
            "svg",
            new MediaType("image", "svg+xml"),
            "png",
            MediaType.IMAGE_PNG,
            "woff2",
            new MediaType("font", "woff2"),
            "txt",
            text("plain"));

    private final MediaType type;
    private final String etag;

    /** Throws where nobody has said what files of such a name are: a browser is not to guess. */
    PageFile(String name, byte[] bytes) {
        super(bytes, name);
        MediaType known = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (known == null) {
            throw new IllegalStateException("The dashboard's file " + name + " has no known content type");
        }
        this.type = known;
        this.etag = '"' + HexFormat.of().formatHex(sha256(bytes), 0, 16) + '"';
    }

    private static MediaType text(String subtype) {
        return new MediaType("text", subtype, StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    /** What it is, in the headers of an answer. */
    void describe(HttpHeaders headers) {
        headers.setContentType(type);
        headers.setETag(etag);
    }
}
