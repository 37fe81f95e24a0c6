package dev.carteiro.bridge;

import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.MediaKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names and types of files: what Chatwoot and Evolution need to show a file as what it is. */
final class Mimes {

    static final String UNKNOWN = "application/octet-stream";

    private static final int LONGEST_NAME = 120;

    /** A type and the extensions of its files, the usual one first. */
    private static final String TABLE = """
            image/jpeg jpg jpeg
            image/png png
            image/gif gif
            image/webp webp
            image/svg+xml svg
            image/tiff tiff tif
            image/bmp bmp
            image/heic heic
            image/vnd.dxf dxf
            image/vnd.dwg dwg
            audio/ogg ogg oga opus
            audio/mpeg mp3
            audio/mp4 m4a
            audio/aac aac
            audio/wav wav
            audio/x-wav wav
            audio/amr amr
            audio/webm weba
            audio/opus opus
            video/mp4 mp4
            video/3gpp 3gp
            video/quicktime mov
            video/webm webm
            video/x-msvideo avi
            video/x-matroska mkv
            application/pdf pdf
            application/zip zip
            application/x-rar-compressed rar
            application/x-7z-compressed 7z
            application/json json
            application/xml xml
            application/rtf rtf
            application/msword doc
            application/vnd.ms-excel xls
            application/vnd.ms-powerpoint ppt
            application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
            application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
            application/vnd.oasis.opendocument.text odt
            application/vnd.oasis.opendocument.spreadsheet ods
            application/vnd.android.package-archive apk
            text/plain txt
            text/csv csv
            text/html html htm
            text/vcard vcf
            text/calendar ics
            """;

    private static final Map<String, String> EXTENSION_OF = new HashMap<>();
    private static final Map<String, String> TYPE_OF = new HashMap<>();

    static {
        TABLE.lines().map(line -> line.split(" ", -1)).forEach(row -> {
            EXTENSION_OF.putIfAbsent(row[0], row[1]);
            for (int i = 1; i < row.length; i++) {
                TYPE_OF.putIfAbsent(row[i], row[0]);
            }
        });
    }

    /** Pictures that WhatsApp shows as pictures only by spoiling them, or not at all. */
    private static final Set<String> RATHER_DOCUMENTS = Set.of("gif", "svg", "tif", "tiff", "dxf", "dwg");

    private Mimes() {}

    /** A type without parameters, in lower case: {@code audio/ogg} for {@code audio/ogg; codecs=opus}. */
    static String clean(String mimetype) {
        int semicolon = mimetype.indexOf(';');
        return (semicolon < 0 ? mimetype : mimetype.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** The type that a header tells, else the one that the file's name shows, else {@link #UNKNOWN}. */
    static String mimetype(@Nullable String header, @Nullable String fileName) {
        String told = header == null ? "" : clean(header);
        if (told.indexOf('/') > 0 && !told.equals(UNKNOWN) && !told.equals("binary/octet-stream")) {
            return told;
        }
        return fileName == null ? UNKNOWN : TYPE_OF.getOrDefault(extension(fileName), UNKNOWN);
    }

    /** What Evolution is to send a file as: {@code image}, {@code video}, {@code audio} or {@code document}. */
    static String mediatype(MediaKind kind, MediaFile file) {
        String type = file.mimetype() == null ? "" : clean(file.mimetype());
        String extension = file.fileName() == null ? "" : extension(file.fileName());
        if (RATHER_DOCUMENTS.contains(extension) || RATHER_DOCUMENTS.contains(EXTENSION_OF.getOrDefault(type, ""))) {
            return "document";
        }
        return switch (kind) {
            case IMAGE, STICKER -> "image";
            case VIDEO -> "video";
            case AUDIO -> "audio";
            case DOCUMENT -> "document";
        };
    }

    /**
     * A name that is safe anywhere and has an extension if any is known: the file's own, else {@code messageId}.
     * Evolution takes the type from the extension, and Chatwoot's users open the file by it.
     */
    static String fileName(Content.Media media, String messageId) {
        MediaFile file = media.file();
        String own = file.fileName() == null ? "" : safe(file.fileName());
        String name = own.isEmpty() ? safe(messageId) : own;
        String known = extensionOf(media);
        String end =
                name.lastIndexOf('.') > 0 ? name.substring(name.lastIndexOf('.')) : known == null ? "" : "." + known;
        // What is behind a point in a long sentence is no extension.
        if (end.length() > 12 || end.indexOf(' ') >= 0) {
            end = known == null ? "" : "." + known;
        }
        String stem = name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
        return cut(stem.isEmpty() ? "file" : stem, LONGEST_NAME - end.length()) + end;
    }

    private static @Nullable String extensionOf(Content.Media media) {
        String mimetype = media.file().mimetype();
        String extension = mimetype == null ? null : EXTENSION_OF.get(clean(mimetype));
        if (extension != null) {
            return extension;
        }
        return switch (media.kind()) {
            case IMAGE -> "jpg";
            case VIDEO -> "mp4";
            case AUDIO -> "ogg";
            case STICKER -> "webp";
            case DOCUMENT -> null;
        };
    }

    private static String extension(String fileName) {
        return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Neither a way into another folder nor a character that is not seen, such as those that turn a name around. */
    private static String safe(String name) {
        return name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "")
                .replaceAll("[/\\\\:*?\"<>|]", "_")
                .replaceAll("^[.\\s]+|[.\\s]+$", "");
    }

    private static String cut(String stem, int length) {
        if (stem.length() <= length) {
            return stem;
        }
        return stem.substring(0, Character.isHighSurrogate(stem.charAt(length - 1)) ? length - 1 : length);
    }
}
