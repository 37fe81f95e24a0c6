package dev.carteiro.fake;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends what the calls want sent: finds the chat, types as long as is asked, tells the webhook, and answers. */
final class WhatsAppDesk {

    private final WhatsAppState state;
    private final WhatsAppHooks hooks;
    private final WhatsAppFrames frames;

    WhatsAppDesk(WhatsAppState state, WhatsAppHooks hooks, WhatsAppFrames frames) {
        this.state = state;
        this.hooks = hooks;
        this.frames = frames;
    }

    boolean isNew() {
        return state.isNew();
    }

    Answer send(WhatsAppRequest request, Outgoing outgoing, boolean mayQuote) throws InterruptedException {
        WhatsAppInstance instance = request.instance();
        String chat = chat(request, outgoing);
        long delay = outgoing.kind().equals("contact") ? 0 : request.delay();
        if (delay > 0) {
            watch(instance, chat);
            Thread.sleep(delay);
        }
        if (!instance.isOpen()) {
            throw WhatsAppErrors.bad("Error: Connection Closed");
        }
        Spoken spoken;
        synchronized (instance) {
            spoken = spoken(request, chat, outgoing, mayQuote);
            if (instance.find(spoken.id) == null) {
                instance.keep(spoken);
                keep(instance, spoken, outgoing, delay);
            }
        }
        ObjectNode frame = frames.frame(instance, spoken);
        if (state.webhookFirst) {
            hooks.emitAndWait(instance, chat, "send.message", frames.withBase64(instance, spoken));
        } else {
            hooks.emit(instance, chat, "send.message", frames.withBase64(instance, spoken));
        }
        return Answer.json(201, frame);
    }

    private static String chat(WhatsAppRequest request, Outgoing outgoing) {
        String number = outgoing.kind().equals("reaction")
                ? Json.text(outgoing.content().path("key"), "remoteJid", "")
                : request.text("number");
        return WhatsAppNumbers.verified(request.instance(), number);
    }

    static void watch(WhatsAppInstance instance, String chat) {
        synchronized (instance) {
            instance.watched.add(chat);
        }
    }

    /** From 2.4 on the caller may choose the id, and the same one again is the same message. */
    private Spoken spoken(WhatsAppRequest request, String chat, Outgoing outgoing, boolean mayQuote) {
        String wanted = Json.text(request.json(), "messageId");
        boolean chosen = state.isNew() && wanted != null && !wanted.isBlank();
        String id = chosen && wanted != null ? wanted : WhatsAppPeople.newId("3EB0", 9);
        Spoken existing = request.instance().find(id);
        if (existing != null) {
            return existing;
        }
        Spoken spoken = new Spoken(chat, true, id, outgoing.type(), outgoing.message());
        spoken.pushName = "Você";
        spoken.status = "PENDING";
        spoken.source = "web";
        spoken.media = outgoing.media();
        spoken.context = context(request, mayQuote);
        return spoken;
    }

    private static ObjectNode context(WhatsAppRequest request, boolean mayQuote) {
        ObjectNode context = WhatsAppFrames.emptyContext();
        context.set("mentionedJid", Json.array(request.texts("mentioned")));
        JsonNode quoted = Json.member(request.json(), "quoted");
        String id = quoted == null ? null : Json.text(quoted.path("key"), "id");
        if (!mayQuote || quoted == null || id == null) {
            return context;
        }
        Spoken stored = request.instance().find(id);
        JsonNode given = Json.member(quoted, "message");
        ObjectNode message = stored != null ? stored.message : given instanceof ObjectNode object ? object : null;
        if (message != null) { // else it is sent, and answers nothing
            String participant = Json.text(quoted.path("key"), "remoteJid", stored == null ? "" : stored.chat);
            context.setAll(WhatsAppFrames.quoting(id, participant, message));
        }
        return context;
    }

    private void keep(WhatsAppInstance instance, Spoken spoken, Outgoing outgoing, long delay) {
        Media media = outgoing.media();
        String mediatype = outgoing.type().replace("Message", "");
        state.sent.add(new WhatsAppSent(
                instance.name(),
                spoken.chat,
                spoken.id,
                outgoing.kind(),
                outgoing.text(),
                media == null ? null : WhatsAppSent.File.of(media, mediatype),
                quoted(spoken, outgoing),
                delay,
                outgoing.message().toString()));
    }

    private static @Nullable String quoted(Spoken spoken, Outgoing outgoing) {
        if (outgoing.kind().equals("reaction")) {
            return Json.text(outgoing.content().path("key"), "id");
        }
        return spoken.context == null ? null : Json.text(spoken.context, "stanzaId");
    }

    /** The answer of an edit, which goes to the webhook as well. */
    Answer edit(WhatsAppRequest request) {
        request.require("number", "key", "text");
        WhatsAppInstance instance = request.instance();
        String chat = WhatsAppNumbers.verified(instance, request.text("number"));
        ObjectNode key = Json.objectIn(request.json(), "key");
        String id = Json.text(key, "id", "");
        String text = request.text("text");
        ObjectNode edited = Json.object("conversation", text);
        synchronized (instance) {
            Spoken spoken = instance.find(id);
            if (spoken != null) {
                spoken.message = edited.deepCopy();
                spoken.updates.add("EDITED");
            }
        }
        state.edited.add(new WhatsAppMark(instance.name(), chat, id, text));
        ObjectNode protocol =
                Json.object("key", key, "type", 14, "editedMessage", edited, "timestampMs", System.currentTimeMillis());
        Spoken change = own(chat, "protocolMessage", protocol);
        ObjectNode frame = frames.frame(instance, change);
        hooks.emit(instance, chat, "send.message.update", frame);
        return Answer.ok(frame);
    }

    Answer delete(WhatsAppRequest request) {
        request.require("id", "remoteJid", "fromMe");
        WhatsAppInstance instance = request.instance();
        String chat = WhatsAppNumbers.verified(instance, request.text("remoteJid"));
        String id = request.text("id");
        state.deleted.add(new WhatsAppMark(instance.name(), chat, id, ""));
        Spoken spoken = instance.find(id);
        if (spoken != null) {
            ObjectNode row = frames.frame(instance, spoken);
            Json.put(row, "participant", spoken.participant);
            hooks.emit(
                    instance,
                    chat,
                    "messages.delete",
                    row.put("id", spoken.databaseId).put("status", "DELETED"));
            synchronized (instance) {
                spoken.updates.add("DELETED");
            }
        }
        ObjectNode key = Json.object("remoteJid", chat, "fromMe", Json.flag(request.json(), "fromMe"), "id", id);
        Spoken change = own(chat, "protocolMessage", Json.object("key", key, "type", 0));
        return Answer.json(201, frames.frame(instance, change));
    }

    private static Spoken own(String chat, String type, ObjectNode content) {
        Spoken change = new Spoken(chat, true, WhatsAppPeople.newId("3EB0", 9), type, Json.object(type, content));
        change.pushName = "Você";
        change.status = "PENDING";
        change.source = "web";
        return change;
    }
}
