package dev.carteiro.chatwoot;

import dev.carteiro.network.Question.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/** A message with files as {@code multipart/form-data} (RFC 7578), whose length is known before it is read. */
final class Multipart {

    private final String boundary = "carteiro-" + UUID.randomUUID();
    private final List<Flux<byte[]>> parts = new ArrayList<>();
    private long length;

    private Multipart() {}

    static Content of(Map<String, ?> fields, List<Upload> files) {
        Multipart multipart = new Multipart();
        fields.forEach(multipart::field);
        files.forEach(multipart::file);
        multipart.add("--" + multipart.boundary + "--\r\n");
        return new Content.Streamed(
                "multipart/form-data; boundary=" + multipart.boundary,
                multipart.length,
                Flux.fromIterable(multipart.parts).concatMap(part -> part, 1));
    }

    /** What is no text, number or truth is written as JSON, which Chatwoot reads where it expects more than a text. */
    private void field(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        String text = value instanceof CharSequence || value instanceof Number || value instanceof Boolean
                ? value.toString()
                : JsonMapper.shared().writeValueAsString(value);
        begin(name, "", "");
        add(text + "\r\n");
    }

    private void file(Upload upload) {
        begin(
                "attachments[]",
                "; filename=\"" + quoted(upload.fileName()) + '"',
                "Content-Type: " + upload.mimetype() + "\r\n");
        length += upload.file().size();
        parts.add(upload.file().bytes());
        add("\r\n");
    }

    private void begin(String name, String more, String headers) {
        add("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + '"' + more + "\r\n"
                + headers + "\r\n");
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        length += bytes.length;
        parts.add(Flux.just(bytes));
    }

    /**
     * In UTF-8 as it is, but for what would end it. Rack takes a name for percent-encoded where each % in it may be one; so
     * that it stays what it is, a % is encoded as well.
     */
    private static String quoted(String name) {
        return name.replace("%", "%25")
                .replace("\"", "%22")
                .replace("\r", "%0D")
                .replace("\n", "%0A");
    }
}
