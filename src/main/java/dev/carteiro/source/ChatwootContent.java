package dev.carteiro.source;

import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a Chatwoot message shows: of several attachments the first, with the text as its caption. The others are in
 * the body as received.
 */
final class ChatwootContent {

    private ChatwootContent() {}

    static Content of(JsonNode message) {
        String text = Json.string(message, "content");
        String type = Json.string(message, "content_type");
        if (type != null && type.equals("input_csat")) {
            return new Content.Notice(text == null ? type : text);
        }
        JsonNode attachment = message.path("attachments").path(0);
        if (attachment.isObject()) {
            return attached(attachment, text);
        }
        return text == null ? new Content.Other(type, null) : new Content.Text(text);
    }

    private static Content attached(JsonNode attachment, @Nullable String text) {
        String type = Json.string(attachment, "file_type");
        String title = Json.string(attachment, "fallback_title");
        return switch (type) {
            case "image" -> media(MediaKind.IMAGE, attachment, text);
            case "audio" -> media(MediaKind.AUDIO, attachment, text);
            case "video" -> media(MediaKind.VIDEO, attachment, text);
            case "file" -> media(MediaKind.DOCUMENT, attachment, text);
            case "location" -> location(attachment, title == null ? text : title);
            case "contact" -> new Content.Contacts(List.of(new Content.Card(title, null)));
            case null, default -> new Content.Other(type, text == null ? title : text);
        };
    }

    private static Content media(MediaKind kind, JsonNode attachment, @Nullable String text) {
        String url = Json.string(attachment, "data_url");
        MediaFile file = new MediaFile(
                Json.string(attachment, "content_type"),
                url == null ? null : fileName(url),
                Json.integer(attachment.path("file_size")),
                null,
                url);
        String spoken = Json.string(attachment, "transcribed_text");
        return new Content.Media(kind, file, text == null ? spoken : text);
    }

    /** The file's name is the last part of its address, and nowhere else. */
    private static @Nullable String fileName(String url) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        String name = path.substring(path.lastIndexOf('/') + 1);
        try {
            return name.isEmpty() ? null : URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static Content location(JsonNode attachment, @Nullable String title) {
        double latitude = Json.number(attachment.path("coordinates_lat"));
        double longitude = Json.number(attachment.path("coordinates_long"));
        return Double.isFinite(latitude) && Double.isFinite(longitude)
                ? new Content.Location(latitude, longitude, title, null, false)
                : new Content.Other("location", title);
    }
}
