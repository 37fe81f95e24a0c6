package dev.carteiro.fake;

import org.jspecify.annotations.Nullable;

/**
 * What was sent to a chat over REST. The kind is the name of the call without send, in lower case: text, media,
 * whatsappaudio, sticker, reaction, location, contact, poll. For a reaction, {@code text} is the emoji and
 * {@code quotedId} what it is for; {@code content} is the message as JSON.
 */
public record WhatsAppSent(
        String instance,
        String chat,
        String id,
        String kind,
        @Nullable String text,
        @Nullable File file,
        @Nullable String quotedId,
        long delay,
        String content) {

    /** What came with it; its mimetype is what Evolution makes of the file's name. */
    public record File(String name, String mimetype, String mediatype, long size, String sha256) {

        static File of(Media media, String mediatype) {
            return new File(media.name(), media.mimetype(), mediatype, media.size(), media.sha256());
        }
    }
}
