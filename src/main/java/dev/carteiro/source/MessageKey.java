package dev.carteiro.source;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Evolution's {@code key} in any of its dialects (2.2.3, 2.3.1, 2.3.5, 2.3.7, 2.4.0): which message, in which chat, by whom.
 *
 * @param chat the phone number's address wherever the dialect tells it, so that all dialects agree on the conversation
 * @param participant who wrote in a group or a story
 * @param lid the privacy id of whoever wrote in a group, else of the chat, where its phone number is told as well
 */
record MessageKey(
        @Nullable String id,
        boolean fromMe,
        @Nullable Jid chat,
        @Nullable Jid participant,
        @Nullable String lid) {

    /**
     * Reads {@code key}.
     *
     * @param own our own address; for our own messages WhatsApp gives it as the "alternative" of the other's LID
     */
    static MessageKey of(JsonNode key, @Nullable Jid own) {
        boolean fromMe = Json.isTrue(key, "fromMe");
        Jid chat = chat(key, fromMe, own);
        String id = Json.string(key, "id");
        if (chat != null && (chat.isGroup() || chat.isBroadcast())) {
            Jid participant = participant(key);
            String lid = lid(participant, key, "participant", "participantAlt", "participantLid");
            return new MessageKey(id, fromMe, chat, participant, lid);
        }
        // What comes as the sender's is our own in what we wrote; and a chat that seems to be ours is another's,
        // mistold.
        String lid = fromMe && (chat == null || chat.equals(own))
                ? null
                : lid(chat, key, "remoteJid", "remoteJidAlt", "previousRemoteJid", fromMe ? "" : "senderLid");
        return new MessageKey(id, fromMe, chat, null, lid);
    }

    boolean group() {
        return chat != null && chat.isGroup();
    }

    private static @Nullable Jid chat(JsonNode key, boolean fromMe, @Nullable Jid own) {
        Jid chat = jid(key, "remoteJid");
        if (chat == null || !chat.isLid()) {
            return chat;
        }
        Jid alternative = jid(key, "remoteJidAlt");
        if (alternative == null && !fromMe) {
            alternative = jid(key, "senderPn");
        }
        return alternative != null && alternative.isPhone() && !alternative.equals(own) ? alternative : chat;
    }

    private static @Nullable Jid participant(JsonNode key) {
        Jid participant = jid(key, "participant");
        if (participant != null && participant.isPhone()) {
            return participant;
        }
        Jid alternative = Jid.of(Json.string(key, "participantAlt", "participantPn"));
        return alternative != null && alternative.isPhone() ? alternative : participant;
    }

    private static @Nullable String lid(@Nullable Jid phone, JsonNode key, String... names) {
        return phone == null || !phone.isPhone() ? null : Jid.lid(key, names);
    }

    private static @Nullable Jid jid(JsonNode key, String name) {
        return Jid.of(Json.string(key, name));
    }
}
