package dev.carteiro.chatwoot;

import dev.carteiro.network.Spooled;
import java.util.regex.Pattern;

/** A file that is sent with a message; it is not closed by that. */
public record Upload(String fileName, String mimetype, Spooled file) {

    private static final Pattern MIMETYPE =
            Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(?:;[\\x20-\\x7e]*)?", Pattern.UNICODE_CASE);

    /** A name that is none becomes "file", and a type that is none the one of which nothing is known. */
    public Upload {
        fileName = fileName.isBlank() ? "file" : fileName;
        mimetype = MIMETYPE.matcher(mimetype).matches() ? mimetype : "application/octet-stream";
    }
}
