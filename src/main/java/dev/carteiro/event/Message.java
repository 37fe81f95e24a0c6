package dev.carteiro.event;

import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param messageId the id that the sending system gave it
 * @param internal a private note that the customer never sees ({@code private} in the canonical JSON)
 * @param group whether the chat is a WhatsApp group
 * @param sender who wrote it; absent where the source does not say, as for Chatwoot's automations
 * @param replyTo the id of the message that it quotes
 * @param ad the advertisement that it answers
 */
public record Message(
        String messageId,
        boolean fromMe,
        boolean internal,
        boolean group,
        @Nullable Party sender,
        Party chat,
        Content content,
        @Nullable String replyTo,
        @Nullable Ad ad) {

    /** A message that answers no advertisement. */
    public Message(
            String messageId,
            boolean fromMe,
            boolean internal,
            boolean group,
            @Nullable Party sender,
            Party chat,
            Content content,
            @Nullable String replyTo) {
        this(messageId, fromMe, internal, group, sender, chat, content, replyTo, null);
    }
}
