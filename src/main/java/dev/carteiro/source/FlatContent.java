package dev.carteiro.source;

import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads content that says its type in a member, as MultiChat and whatsapp-web.js backends have it. */
final class FlatContent {

    private FlatContent() {}

    static Content of(String type, JsonNode node) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "text", "chat" -> text(type, node);
            case "image" -> media(MediaKind.IMAGE, node);
            case "video", "ptv" -> media(MediaKind.VIDEO, node);
            case "audio", "ptt" -> media(MediaKind.AUDIO, node);
            case "document" -> media(MediaKind.DOCUMENT, node);
            case "sticker" -> media(MediaKind.STICKER, node);
            case "location", "live_location" -> location(type, node);
            case "vcard", "multi_vcard", "contact" -> contact(type, node);
            case "e2e_notification", "call_log", "notification", "notification_template", "gp2" -> notice(type, node);
            default -> new Content.Other(type, words(node));
        };
    }

    private static Content text(String type, JsonNode node) {
        String text = words(node);
        return text == null ? new Content.Other(type, null) : new Content.Text(text);
    }

    private static Content media(MediaKind kind, JsonNode node) {
        MediaFile file = new MediaFile(
                Json.string(node, "mimetype", "mimeType"),
                Json.string(node, "fileName", "filename"),
                size(node),
                Json.smallInteger(node.has("seconds") ? node.path("seconds") : node.path("duration")),
                url(node));
        String caption = Json.string(node, "caption");
        return new Content.Media(kind, file, caption == null ? unlessBytes(words(node)) : caption);
    }

    private static @Nullable Long size(JsonNode node) {
        for (String name : new String[] {"fileLength", "fileSize", "size"}) {
            Long size = Json.integer(node.path(name));
            if (size != null) {
                return size;
            }
        }
        return null;
    }

    /** WhatsApp's own addresses are those of encrypted files. */
    private static @Nullable String url(JsonNode node) {
        String url = Json.string(node, "mediaUrl", "url");
        return url != null && url.startsWith("http") && !url.contains(".whatsapp.net/") ? url : null;
    }

    /** Some backends put the file itself where the words belong. */
    private static @Nullable String unlessBytes(@Nullable String words) {
        return words != null && words.startsWith("data:") ? null : words;
    }

    private static Content location(String type, JsonNode node) {
        JsonNode place = node.path("location").isObject() ? node.path("location") : node;
        Content location = PlainContent.location(place, type.startsWith("live"));
        return location == null ? new Content.Other(type, null) : location;
    }

    private static Content contact(String type, JsonNode node) {
        String name = Json.string(node, "displayName");
        String vcard = Json.string(node, "vcard");
        vcard = vcard == null ? words(node) : vcard;
        return name == null && vcard == null
                ? new Content.Other(type, null)
                : new Content.Contacts(List.of(new Content.Card(name, vcard)));
    }

    private static Content notice(String type, JsonNode node) {
        String words = words(node);
        return new Content.Notice(words == null ? type : words);
    }

    private static @Nullable String words(JsonNode node) {
        return Json.string(node, "text", "content", "body");
    }
}
