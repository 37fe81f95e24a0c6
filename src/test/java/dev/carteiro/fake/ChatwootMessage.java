package dev.carteiro.fake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as a Chatwoot has it; its type is incoming, outgoing, activity or template. */
public record ChatwootMessage(
        long id,
        long conversationId,
        String type,
        @Nullable String content,
        String contentType,
        boolean isPrivate,
        @Nullable String sourceId,
        String status,
        @Nullable String externalError,
        @Nullable Long inReplyTo,
        @Nullable String sender,
        boolean deleted,
        String contentAttributes,
        List<Attachment> attachments) {

    public ChatwootMessage {
        attachments = List.copyOf(attachments);
    }

    static ChatwootMessage of(MessageRow row) {
        return new ChatwootMessage(
                row.id,
                row.conversation.id,
                row.typeName(),
                row.content,
                row.contentType,
                row.isPrivate,
                row.sourceId,
                row.status,
                Json.text(row.attributes, "external_error"),
                Json.number(row.attributes, "in_reply_to"),
                row.type == MessageRow.INCOMING ? "contact" : row.author == null ? null : row.author.name(),
                Json.flag(row.attributes, "deleted"),
                row.attributes.toString(),
                row.files.stream().map(Attachment::of).toList());
    }

    /** A file of a message. */
    public record Attachment(long id, String name, String mimetype, long size, String sha256) {

        private static Attachment of(FileRow file) {
            Media media = file.media;
            return new Attachment(file.id, media.name(), media.mimetype(), media.size(), media.sha256());
        }
    }
}
