package dev.carteiro.bridge;

import dev.carteiro.bridge.Written.Attachment;
import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One WhatsApp message of those that a Chatwoot message becomes: WhatsApp has one file a message. */
sealed interface Part {

    /** What it is known by among the parts of its message, the same at each attempt. */
    String key();

    /** A hash of what it says, by which it is recognised on WhatsApp. */
    String words();

    record Text(String key, String text) implements Part {

        static final String KEY = "text";

        Text(String text) {
            this(KEY, text);
        }

        @Override
        public String words() {
            return Said.text(text);
        }
    }

    /** {@code type} is Evolution's word: image, video, audio, document. */
    record File(
            Attachment attachment,
            String type,
            String name,
            @Nullable String caption) implements Part {

        @Override
        public String key() {
            return "file " + attachment.id();
        }

        @Override
        public String words() {
            return Said.file(type.equals("audio") ? MediaKind.AUDIO : MediaKind.DOCUMENT, caption);
        }
    }

    /** The parts in their order. The text is the caption of the first file that can have one, else it goes first. */
    static List<Part> of(Written written, String text) {
        List<Part> parts = new ArrayList<>();
        String left = text;
        List<Attachment> files = written.attachments();
        boolean captioned = !files.isEmpty() && !type(files.getFirst()).equals("audio");
        if (!left.isBlank() && !captioned) {
            parts.add(new Text(left));
            left = "";
        }
        for (Attachment file : files) {
            parts.add(new File(file, type(file), name(file), left.isBlank() ? null : left));
            left = "";
        }
        for (JsonNode other : written.others()) {
            String words = Places.words(other);
            if (!words.isBlank()) {
                parts.add(new Text("place " + other.path("id").asString(""), words));
            }
        }
        return parts;
    }

    private static String type(Attachment file) {
        return Mimes.mediatype(kind(file), known(file));
    }

    private static String name(Attachment file) {
        return Mimes.fileName(new Content.Media(kind(file), known(file), null), "file-" + file.id());
    }

    private static MediaKind kind(Attachment file) {
        return switch (file.type()) {
            case "image" -> MediaKind.IMAGE;
            case "video" -> MediaKind.VIDEO;
            case "audio" -> MediaKind.AUDIO;
            default -> MediaKind.DOCUMENT;
        };
    }

    /** The file's name is the last part of its address, and nowhere else. */
    private static MediaFile known(Attachment file) {
        String path = file.url().replaceFirst("[?#].*", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        String name;
        try {
            name = URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            name = last;
        }
        return new MediaFile(file.mimetype(), name.isEmpty() ? null : name, null, null, file.url());
    }
}
