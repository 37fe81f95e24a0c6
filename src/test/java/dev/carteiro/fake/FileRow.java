package dev.carteiro.fake;

import java.util.UUID;

/** An attachment of a Chatwoot, and its blob. */
final class FileRow {

    final long id;
    final Media media;
    final String key = UUID.randomUUID().toString().replace("-", "");
    int asked;

    FileRow(long id, Media media) {
        this.id = id;
        this.media = media;
    }

    String type() {
        String kind = media.mimetype().split("/", 2)[0];
        return switch (kind) {
            case "image", "audio", "video" -> kind;
            default -> "file";
        };
    }

    String extension() {
        int dot = media.name().lastIndexOf('.');
        return dot < 0 ? "" : media.name().substring(dot + 1);
    }
}
