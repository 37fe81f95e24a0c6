package dev.carteiro.source;

import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads media messages; the bytes, where a gateway has put them in, stay in the body. */
final class MediaContent {

    private MediaContent() {}

    /**
     * The media of {@code node}. Its own {@code url} is that of the encrypted file, useless without the key; only
     * {@code mediaUrl}, which Evolution adds when it stores media itself, can be fetched.
     */
    static Content of(String kind, JsonNode node, JsonNode message) {
        MediaFile file = new MediaFile(
                Json.string(node, "mimetype", "mime_type"),
                Json.string(node, "fileName", "filename", "title"),
                Json.integer(node.path("fileLength")),
                Json.smallInteger(node.path("seconds")),
                url(message));
        return new Content.Media(kind(kind), file, caption(node, message));
    }

    private static MediaKind kind(String kind) {
        return switch (kind) {
            case "imageMessage" -> MediaKind.IMAGE;
            case "videoMessage", "ptvMessage" -> MediaKind.VIDEO;
            case "audioMessage" -> MediaKind.AUDIO;
            case "stickerMessage" -> MediaKind.STICKER;
            default -> MediaKind.DOCUMENT;
        };
    }

    private static @Nullable String url(JsonNode message) {
        String url = Json.string(message, "mediaUrl");
        return url != null && url.startsWith("http") ? url : null;
    }

    /** A voice note has no caption, but Evolution may have had it transcribed: those are its words. */
    private static @Nullable String caption(JsonNode node, JsonNode message) {
        String caption = Json.string(node, "caption");
        return caption == null ? Json.string(message, "speechToText") : caption;
    }
}
