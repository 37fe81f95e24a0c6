package dev.carteiro.fake;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

/** Takes the files of a call, as base64 or from where a URL says. */
final class WhatsAppMedia {

    private static final Pattern URL =
            Pattern.compile("https?://(\\d{1,3}(\\.\\d{1,3}){3}|([\\w-]+\\.)+[a-zA-Z]{2,})(:\\d+)?(/\\S*)?");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("oga", "audio/ogg"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("wav", "audio/wav"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("zip", "application/zip"),
            Map.entry("txt", "text/plain"),
            Map.entry("csv", "text/csv"),
            Map.entry("doc", "application/msword"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("bin", "application/octet-stream"));

    private final HttpClient client =
            HttpClient.newConnection().followRedirect(true).responseTimeout(Duration.ofSeconds(60));

    /** What a member of the body holds; a host without a top-level domain is refused as no URL. */
    Media of(WhatsAppRequest request, String member, boolean needsName) throws IOException {
        String text = request.text(member);
        String name = Json.text(request.json(), "fileName");
        if (URL.matcher(text).matches()) {
            return fetched(text, name);
        }
        Base64Text base64 = request.base64(member);
        if (base64 == null) {
            throw WhatsAppErrors.bad("Owned media must be a url or base64");
        }
        if (needsName && name == null) {
            throw WhatsAppErrors.bad("For base64 the file name must be informed.");
        }
        String given = name == null ? defaultName(request.text("mediatype")) : name;
        return base64.media(given, type(given));
    }

    private static String defaultName(String mediatype) {
        return switch (mediatype) {
            case "image" -> "image.png";
            case "video" -> "video.mp4";
            default -> "audio.ogg";
        };
    }

    /** Of the file's name, and the word false where that says nothing. */
    static String type(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "false");
    }

    private Media fetched(String url, @Nullable String name) throws IOException {
        Digest digest = new Digest();
        try {
            client.get()
                    .uri(url)
                    .response((response, content) -> response.status().code() == 200
                            ? content.asByteArray()
                            : Flux.error(new IOException(
                                    "status " + response.status().code())))
                    .toIterable(4)
                    .forEach(piece -> digest.write(piece, 0, piece.length));
        } catch (RuntimeException e) {
            throw WhatsAppErrors.bad("Error: Request failed, " + e.getMessage());
        }
        String path = URI.create(url).getPath();
        String given = name == null ? path.substring(path.lastIndexOf('/') + 1) : name;
        return Media.received(given, type(given), digest);
    }
}
