package dev.carteiro.fake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a Chatwoot keeps its attachments: an address that is public and redirects to the storage. */
final class ChatwootBlobs {

    private static final String BLOBS = "/rails/active_storage/blobs/redirect/";
    private static final String DISK = "/rails/active_storage/disk/";

    private final ChatwootData data;
    private final ChatwootSwitches switches;

    ChatwootBlobs(ChatwootData data, ChatwootSwitches switches) {
        this.data = data;
        this.switches = switches;
    }

    static String address(FileRow file, String url) {
        return url + BLOBS + file.key + "/" + encoded(file);
    }

    private static String encoded(FileRow file) {
        return URLEncoder.encode(file.media.name(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Null where the path is none of a blob. */
    @Nullable Answer answer(Inbound inbound) {
        String path = inbound.path();
        if (!inbound.method().equals("GET")) {
            return null;
        }
        if (path.startsWith(BLOBS)) {
            FileRow file = find(path.substring(BLOBS.length()));
            return file == null
                    ? Answer.empty(404)
                    : Answer.redirect(data.url() + DISK + file.key + "/" + encoded(file));
        }
        return path.startsWith(DISK) ? stored(find(path.substring(DISK.length()))) : null;
    }

    private @Nullable FileRow find(String rest) {
        synchronized (data) {
            return data.blobs.get(rest.split("/", 2)[0]);
        }
    }

    private Answer stored(@Nullable FileRow file) {
        if (file == null) {
            return Answer.empty(404);
        }
        synchronized (data) {
            if (file.asked++ < switches.blobsLateBy) {
                return Answer.empty(404);
            }
        }
        if (!file.media.isKept()) {
            return Answer.text(410, "It was too large to be kept");
        }
        Map<String, String> headers = Map.of(
                "content-type",
                file.media.mimetype(),
                "content-length",
                String.valueOf(file.media.size()),
                "content-disposition",
                "inline; filename*=UTF-8''" + encoded(file));
        return new Answer(200, headers, file.media.bytes());
    }
}
