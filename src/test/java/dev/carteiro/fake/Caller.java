package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls a fake with a key, as any client would. */
final class Caller implements AutoCloseable {

    private static final String BOUNDARY = "----carteiro";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String header;
    private final String key;

    Caller(String url, String header, String key) {
        this.url = url;
        this.header = header;
        this.key = key;
    }

    Reply get(String path) throws IOException {
        return call("GET", path, null);
    }

    @CanIgnoreReturnValue
    Reply post(String path, @Nullable Object... members) throws IOException {
        return call("POST", path, Json.object(members));
    }

    @CanIgnoreReturnValue
    Reply call(String method, String path, @Nullable JsonNode body) throws IOException {
        HttpRequest.Builder request = request(path).header("content-type", "application/json");
        byte[] bytes = body == null ? new byte[0] : Json.bytes(body);
        return send(request.method(method, BodyPublishers.ofByteArray(bytes)).build());
    }

    /** Fields are name, value, name, value. */
    Reply upload(String path, List<String> fields, List<Media> files) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int i = 0; i < fields.size(); i += 2) {
            head.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(BOUNDARY, fields.get(i), fields.get(i + 1)));
        }
        HttpRequest.BodyPublisher body = BodyPublishers.ofString(head.toString());
        for (Media file : files) {
            String part = "--%s\r\nContent-Disposition: form-data; name=\"attachments[]\"; filename=\"%s\"\r\n"
                            .formatted(BOUNDARY, file.name())
                    + "Content-Type: %s\r\n\r\n".formatted(file.mimetype());
            body = BodyPublishers.concat(
                    body,
                    BodyPublishers.ofString(part),
                    BodyPublishers.ofByteArrays(() -> file.bytes().toIterable().iterator()),
                    BodyPublishers.ofString("\r\n"));
        }
        body = BodyPublishers.concat(body, BodyPublishers.ofString("--" + BOUNDARY + "--\r\n"));
        return send(request(path)
                .header("content-type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body)
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
                .timeout(Duration.ofSeconds(30))
                .header(header, key);
    }

    private Reply send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            String text = response.body();
            boolean json = text.startsWith("{") || text.startsWith("[");
            String location = response.headers().firstValue("location").orElse("");
            return new Reply(response.statusCode(), json ? Json.MAPPER.readTree(text) : Json.object(), text, location);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The answer as it comes in. */
    InputStream stream(String path, JsonNode body) throws IOException {
        try {
            HttpRequest request = request(path)
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                    .build();
            return client.send(request, BodyHandlers.ofInputStream()).body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    /** What was answered; {@code body} is an empty object where it was no JSON. */
    record Reply(int status, JsonNode body, String text, String location) {

        /** The member at a path like /payload/contact/id. */
        String at(String pointer) {
            JsonNode node = body.at(pointer);
            return node.isString() ? node.stringValue() : node.toString();
        }

        long id() {
            return body.path("id").asLong();
        }
    }
}
