package dev.carteiro.fake;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What people do with their telephones. */
final class WhatsAppPeople {

    private final WhatsAppState state;
    private final WhatsAppHooks hooks;
    private final WhatsAppFrames frames;

    WhatsAppPeople(WhatsAppState state, WhatsAppHooks hooks, WhatsAppFrames frames) {
        this.state = state;
        this.hooks = hooks;
        this.frames = frames;
    }

    static String newId(String prefix, int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return prefix + HexFormat.of().withUpperCase().formatHex(random);
    }

    /** A message of a customer that is not kept yet. */
    Spoken draft(String chat, String pushName, String type, ObjectNode message) {
        Spoken spoken = new Spoken(chat, false, newId("3A", 9), type, message);
        spoken.pushName = pushName;
        return spoken;
    }

    Spoken text(String chat, String pushName, String text) {
        Spoken spoken = draft(chat, pushName, "conversation", Json.object("conversation", text));
        spoken.context = WhatsAppFrames.emptyContext().put("expiration", 0);
        return spoken;
    }

    String say(String instanceName, Spoken spoken) {
        WhatsAppInstance instance = state.need(instanceName);
        instance.keep(spoken);
        hooks.emit(instance, spoken.chat, "messages.upsert", frames.withBase64(instance, spoken));
        return spoken.id;
    }

    /** Of any type; a text with a context is flattened, as Evolution does it. */
    Spoken content(String chat, String pushName, Map<String, ?> message, String type, @Nullable Media media) {
        ObjectNode json = (ObjectNode) Json.MAPPER.<JsonNode>valueToTree(message);
        if (type.equals("extendedTextMessage")) {
            ObjectNode extended = Json.objectIn(json, type);
            Spoken spoken = text(chat, pushName, Json.text(extended, "text", ""));
            spoken.context = Json.objectIn(extended, "contextInfo");
            return spoken;
        }
        Spoken spoken = draft(chat, pushName, type, json);
        spoken.media = media;
        if (json.get(type) instanceof ObjectNode node) {
            JsonNode inner = node.at("/message");
            if (!inner.isObject()) { // the context of a wrapped message stays inside
                spoken.context = Json.objectIn(node, "contextInfo");
            }
            describe(node, media);
        }
        return spoken;
    }

    private static void describe(ObjectNode node, @Nullable Media media) {
        if (media == null) {
            return;
        }
        if (node.get("message") instanceof ObjectNode wrapped && !wrapped.isEmpty()) {
            String type = wrapped.propertyNames().iterator().next();
            describe(wrapped.withObject(type), media);
        } else {
            WhatsAppFrames.describe(node, media);
        }
    }

    Spoken reply(String instanceName, String chat, String pushName, String text, String quotedId) {
        WhatsAppInstance instance = state.need(instanceName);
        Spoken quoted = instance.find(quotedId);
        Spoken spoken = text(chat, pushName, text);
        if (quoted == null) {
            spoken.context = WhatsAppFrames.quoting(quotedId, chat, Json.object("conversation", "…"));
            return spoken;
        }
        String author = quoted.participant == null ? chat : quoted.participant;
        spoken.context = WhatsAppFrames.quoting(quotedId, quoted.fromMe ? instance.jid() : author, quoted.message);
        return spoken;
    }

    Spoken reaction(String instanceName, String chat, String pushName, String targetId, String emoji) {
        Spoken target = state.need(instanceName).find(targetId);
        boolean fromMe = target != null && target.fromMe;
        ObjectNode key = Json.object("remoteJid", chat, "fromMe", fromMe, "id", targetId);
        ObjectNode reaction = Json.object(
                "key", key,
                "text", emoji,
                "senderTimestampMs", Json.object("low", -807049093, "high", 395, "unsigned", false));
        return draft(chat, pushName, "reactionMessage", Json.object("reactionMessage", reaction));
    }

    String phone(String instanceName, String chat, String text) {
        WhatsAppInstance instance = state.need(instanceName);
        String id = newId("", 16);
        Spoken spoken = new Spoken(chat, true, id, "conversation", Json.object("conversation", text));
        spoken.pushName = "Você";
        spoken.status = "SERVER_ACK";
        spoken.source = "android";
        spoken.context = WhatsAppFrames.emptyContext();
        return say(instance.name(), spoken);
    }

    private static Spoken need(WhatsAppInstance instance, String id) {
        Spoken spoken = instance.find(id);
        if (spoken == null) {
            throw new IllegalArgumentException("There is no message " + id);
        }
        return spoken;
    }

    /** It arrives twice. */
    void edit(String instanceName, String id, String text) {
        WhatsAppInstance instance = state.need(instanceName);
        Spoken spoken = need(instance, id);
        ObjectNode edited = Json.object("conversation", text);
        hooks.emit(
                instance,
                spoken.chat,
                "messages.edited",
                Json.object(
                        "key",
                        frames.key(instance, spoken),
                        "type",
                        "MESSAGE_EDIT",
                        "editedMessage",
                        edited,
                        "timestampMs",
                        String.valueOf(System.currentTimeMillis())));
        ObjectNode update = frames.update(instance, spoken, "SERVER_ACK");
        update.set("message", Json.object("editedMessage", Json.object("message", edited)));
        hooks.emit(instance, spoken.chat, "messages.update", update);
        synchronized (instance) {
            spoken.message = edited.deepCopy();
        }
    }

    /** It arrives twice. */
    void delete(String instanceName, String id) {
        WhatsAppInstance instance = state.need(instanceName);
        Spoken spoken = need(instance, id);
        ObjectNode key = frames.key(instance, spoken);
        hooks.emit(instance, spoken.chat, "messages.edited", Json.object("key", key, "type", "REVOKE"));
        hooks.emit(instance, spoken.chat, "messages.delete", key.deepCopy().put("status", "DELETED"));
        synchronized (instance) {
            spoken.updates.add("DELETED");
        }
    }

    /** Nothing comes of it in a group. */
    void receipt(String instanceName, String id, String status) {
        WhatsAppInstance instance = state.need(instanceName);
        Spoken spoken = need(instance, id);
        String upper = status.toUpperCase(Locale.ROOT);
        synchronized (instance) {
            spoken.updates.add(upper);
        }
        if (!spoken.isInGroup()) {
            hooks.emit(instance, spoken.chat, "messages.update", frames.update(instance, spoken, upper));
        }
    }

    boolean type(String instanceName, String chat, String presence) {
        WhatsAppInstance instance = state.need(instanceName);
        synchronized (instance) {
            if (!instance.watched.contains(chat)) {
                return false;
            }
        }
        ObjectNode presences = Json.object(chat, Json.object("lastKnownPresence", presence));
        hooks.emit(instance, chat, "presence.update", Json.object("id", chat, "presences", presences));
        return true;
    }

    void qr(String instanceName, String code) {
        WhatsAppInstance instance = state.need(instanceName);
        instance.state("connecting");
        ObjectNode qr = Json.object(
                "instance",
                instanceName,
                "pairingCode",
                null,
                "code",
                code,
                "base64",
                "data:image/png;base64,iVBORw0KGgo=");
        hooks.emit(instance, "", "qrcode.updated", Json.object("qrcode", qr));
    }

    void connection(String instanceName, String newState) {
        WhatsAppInstance instance = state.need(instanceName);
        instance.state(newState);
        ObjectNode data = Json.object("instance", instanceName);
        if (newState.equals("open")) {
            data.put("wuid", instance.jid()).put("profileName", instanceName);
            data.putNull("profilePictureUrl");
        }
        data.put("state", newState).put("statusReason", newState.equals("close") ? 401 : 200);
        hooks.emit(instance, "", "connection.update", data);
    }
}
