package dev.carteiro.bridge;

import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads the {@code content} of a canonical message back. */
final class ContentReader {

    private ContentReader() {}

    /** A kind of a later version is an other one, by its name. */
    static Content read(JsonNode json) {
        String kind = Members.text(json, "kind");
        return switch (kind) {
            case "text" -> new Content.Text(Members.text(json, "text"));
            case "image", "video", "audio", "document", "sticker" -> media(kind, json);
            case "location" -> location(json);
            case "contacts" ->
                new Content.Contacts(Members.each(
                        json,
                        "contacts",
                        card -> new Content.Card(Members.textOrNull(card, "name"), Members.textOrNull(card, "vcard"))));
            case "reaction" -> new Content.Reaction(Members.text(json, "messageId"), Members.text(json, "emoji"));
            case "poll" ->
                new Content.Poll(
                        Members.textOrNull(json, "question"),
                        Members.texts(json, "options"),
                        Members.texts(json, "chosen"));
            case "order" -> order(json);
            case "system" -> new Content.Notice(Members.text(json, "text"));
            case "other" -> new Content.Other(Members.textOrNull(json, "name"), Members.textOrNull(json, "text"));
            default -> new Content.Other(kind, null);
        };
    }

    private static Content media(String kind, JsonNode json) {
        MediaFile file = new MediaFile(
                Members.textOrNull(json, "mimetype"),
                Members.textOrNull(json, "fileName"),
                Members.wholeOrNull(json, "size"),
                Members.smallOrNull(json, "seconds"),
                Members.textOrNull(json, "url"));
        return new Content.Media(
                MediaKind.valueOf(kind.toUpperCase(Locale.ROOT)), file, Members.textOrNull(json, "caption"));
    }

    private static Content location(JsonNode json) {
        return new Content.Location(
                json.required("latitude").doubleValue(),
                json.required("longitude").doubleValue(),
                Members.textOrNull(json, "name"),
                Members.textOrNull(json, "address"),
                Members.flag(json, "live"));
    }

    private static Content order(JsonNode json) {
        return new Content.Order(
                Members.text(json, "orderId"),
                Members.textOrNull(json, "title"),
                Members.wholeOrNull(json, "total"),
                Members.textOrNull(json, "currency"),
                Members.smallOrNull(json, "items"));
    }
}
