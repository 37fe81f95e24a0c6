package dev.carteiro.fake;

import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Messages as an Evolution server tells of them. */
final class WhatsAppFrames {

    private static final Set<String> WITH_BASE64 = Set.of(
            "imageMessage",
            "videoMessage",
            "stickerMessage",
            "documentMessage",
            "documentWithCaptionMessage",
            "ptvMessage",
            "audioMessage");

    private final WhatsAppState state;

    WhatsAppFrames(WhatsAppState state) {
        this.state = state;
    }

    ObjectNode key(WhatsAppInstance instance, Spoken spoken) {
        ObjectNode key = Json.object("remoteJid", spoken.chat, "fromMe", spoken.fromMe, "id", spoken.id);
        String lid = lid(instance, spoken.chat);
        if (spoken.participant != null) {
            String participantLid = lid(instance, spoken.participant);
            key.put("participant", participantLid == null ? spoken.participant : participantLid);
            if (participantLid != null) {
                key.put("participantAlt", spoken.participant);
            }
            key.put("addressingMode", participantLid == null ? "pn" : "lid");
        } else if (lid != null) { // 2.3.7 puts the number in place of the LID, and the LID is lost
            key.put("remoteJidAlt", state.isNew() ? lid : spoken.chat);
            key.put("addressingMode", state.isNew() ? "pn" : "lid");
        }
        return key;
    }

    private static @Nullable String lid(WhatsAppInstance instance, String jid) {
        synchronized (instance) {
            return instance.lids.get(jid);
        }
    }

    /** The key as receipts have it, which may be the LID. */
    static String rawChat(WhatsAppInstance instance, Spoken spoken) {
        String lid = lid(instance, spoken.chat);
        return lid == null ? spoken.chat : lid;
    }

    ObjectNode frame(WhatsAppInstance instance, Spoken spoken) {
        ObjectNode frame = Json.object(
                "key",
                key(instance, spoken),
                "pushName",
                spoken.pushName,
                "status",
                spoken.status,
                "message",
                spoken.message.deepCopy());
        if (spoken.context != null) {
            frame.set("contextInfo", spoken.context.deepCopy());
        }
        return frame.put("messageType", spoken.type)
                .put("messageTimestamp", spoken.timestamp)
                .put("instanceId", instance.id)
                .put("source", spoken.source);
    }

    /** The frame of a webhook, which may hold the file. */
    ObjectNode withBase64(WhatsAppInstance instance, Spoken spoken) {
        ObjectNode frame = frame(instance, spoken);
        Media media = spoken.media;
        boolean wanted = state.base64 || instance.sendsBase64();
        if (wanted && media != null && media.isKept() && !media.isLarge() && WITH_BASE64.contains(spoken.type)) {
            frame.withObject("message").put("base64", Base64.getEncoder().encodeToString(media.all()));
        }
        return frame;
    }

    /** A row of findMessages. */
    ObjectNode row(WhatsAppInstance instance, Spoken spoken) {
        ObjectNode row = Json.object("id", spoken.databaseId);
        row.setAll(frame(instance, spoken));
        row.remove("status");
        List<ObjectNode> updates = spoken.updates.stream()
                .map(status -> Json.object("status", status))
                .toList();
        row.set("MessageUpdate", Json.array(updates));
        return row;
    }

    ObjectNode update(WhatsAppInstance instance, Spoken spoken, String status) {
        ObjectNode update =
                Json.object("keyId", spoken.id, "remoteJid", rawChat(instance, spoken), "fromMe", spoken.fromMe);
        if (spoken.participant != null) {
            update.put("participant", spoken.participant);
        }
        return update.put("status", status).put("instanceId", instance.id).put("messageId", spoken.databaseId);
    }

    static ObjectNode emptyContext() {
        return Json.object("mentionedJid", Json.array(List.of()), "groupMentions", Json.array(List.of()));
    }

    /** The context of an answer to a message. */
    static ObjectNode quoting(String id, String participant, ObjectNode message) {
        ObjectNode context =
                Json.object("stanzaId", id, "participant", participant, "quotedMessage", message.deepCopy());
        return context.put("expiration", 0);
    }

    /** Fills in what WhatsApp itself says of a file; bytes and long numbers as 2.3.6 and newer write them. */
    static void describe(ObjectNode content, Media media) {
        if (Json.text(content, "mimetype") == null) {
            content.put("mimetype", media.mimetype());
        }
        content.put("url", "https://mmg.whatsapp.net/o1/v/" + media.sha256());
        content.put("directPath", "/o1/v/" + media.sha256());
        content.set(
                "fileLength",
                Json.object("low", (int) media.size(), "high", (int) (media.size() >>> 32), "unsigned", true));
        content.set("mediaKey", Json.object("0", 9, "1", 8));
        content.set("fileSha256", Json.object("0", 1));
    }
}
