package dev.carteiro.fake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about chats. */
final class ChatCalls {

    private final WhatsAppState state;
    private final WhatsAppFrames frames;

    ChatCalls(WhatsAppState state, WhatsAppFrames frames) {
        this.state = state;
        this.frames = frames;
    }

    Answer markAsRead(WhatsAppRequest request) {
        request.require("readMessages");
        for (JsonNode key : request.json().path("readMessages")) {
            String chat = Json.text(key, "remoteJid", "");
            boolean taken = chat.endsWith("@g.us") || chat.endsWith("@s.whatsapp.net");
            if (taken || state.isNew()) { // 2.3.7 skips LIDs, and says success
                String name = request.instance().name();
                state.reads.add(new WhatsAppMark(name, chat, Json.text(key, "id", ""), ""));
            }
        }
        return Answer.json(201, Json.object("message", "Read messages", "read", "success"));
    }

    Answer presence(WhatsAppRequest request) throws InterruptedException {
        request.require("number", "presence", "delay");
        WhatsAppInstance instance = request.instance();
        String chat = WhatsAppNumbers.verified(instance, request.text("number"));
        WhatsAppDesk.watch(instance, chat);
        String presence = request.text("presence");
        state.presences.add(new WhatsAppPresence(instance.name(), chat, presence, request.delay()));
        Thread.sleep(request.delay());
        return Answer.json(201, Json.object("presence", presence));
    }

    /** Streams the file, so that a large one takes no memory. */
    Answer base64(WhatsAppRequest request) {
        request.require("message");
        Spoken spoken = request.instance().find(Json.text(request.json().at("/message/key"), "id"));
        if (spoken == null) {
            throw WhatsAppErrors.bad("Message not found");
        }
        Media media = spoken.media;
        if (media == null || !media.isKept()) {
            throw WhatsAppErrors.bad("The message is not of the media type");
        }
        String extension = media.name().substring(media.name().lastIndexOf('.') + 1);
        JsonNode content = spoken.message.path(spoken.type);
        ObjectNode head = Json.object(
                "mediaType", spoken.type,
                "fileName", Json.text(content, "fileName", spoken.id + "." + extension),
                "caption", Json.text(content, "caption"),
                "size", Json.object("fileLength", Json.member(content, "fileLength")),
                "mimetype", Json.text(content, "mimetype", media.mimetype()));
        String open = head.toString();
        return new Answer(
                201,
                Map.of("content-type", "application/json; charset=utf-8"),
                Flux.concat(
                        Flux.just(bytes(open.substring(0, open.length() - 1) + ",\"base64\":\"")),
                        media.base64(),
                        Flux.just(bytes("\",\"buffer\":null}"))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Answer findMessages(WhatsAppRequest request) {
        JsonNode where = request.json().path("where");
        Long wantedPage = Json.number(request.json(), "page");
        Long wantedSize = Json.number(request.json(), "offset");
        long page = wantedPage == null ? 1 : wantedPage;
        long size = wantedSize == null ? 50 : wantedSize;
        List<ObjectNode> records;
        long total;
        synchronized (request.instance()) {
            List<Spoken> all = request.instance().messages.values().stream()
                    .filter(spoken -> matches(request.instance(), spoken, where))
                    .toList();
            total = all.size();
            records = all.reversed().stream()
                    .skip((page - 1) * size)
                    .limit(size)
                    .map(spoken -> frames.row(request.instance(), spoken))
                    .toList();
        }
        ObjectNode messages = Json.object(
                "total",
                total,
                "pages",
                (total + size - 1) / size,
                "currentPage",
                page,
                "records",
                Json.array(records));
        return Answer.ok(Json.object("messages", messages));
    }

    private boolean matches(WhatsAppInstance instance, Spoken spoken, JsonNode where) {
        ObjectNode key = frames.key(instance, spoken);
        JsonNode wanted = where.path("key");
        String chat = Json.text(wanted, "remoteJid");
        boolean sameChat = chat == null || chat.equals(spoken.chat) || chat.equals(Json.text(key, "remoteJidAlt"));
        boolean sameSender = !Json.flag(wanted, "fromMe") || spoken.fromMe; // false is no filter
        JsonNode time = where.path("messageTimestamp");
        Long from = seconds(Json.text(time, "gte"));
        Long to = seconds(Json.text(time, "lte"));
        return sameChat
                && sameSender
                && same(wanted, "id", spoken.id)
                && same(where, "id", spoken.databaseId)
                && same(where, "messageType", spoken.type)
                && same(where, "source", spoken.source)
                && (from == null || spoken.timestamp >= from)
                && (to == null || spoken.timestamp <= to);
    }

    private static boolean same(JsonNode where, String member, String value) {
        String wanted = Json.text(where, member);
        return wanted == null || wanted.equals(value);
    }

    private static @Nullable Long seconds(@Nullable String time) {
        try {
            return time == null ? null : Instant.parse(time).getEpochSecond();
        } catch (DateTimeParseException e) {
            throw WhatsAppErrors.internal("Invalid time value");
        }
    }

    Answer findStatuses(WhatsAppRequest request) {
        JsonNode where = request.json().path("where");
        Spoken spoken = request.instance().find(Json.text(where, "id"));
        if (spoken == null) {
            return Answer.ok(Json.array(List.of()));
        }
        synchronized (request.instance()) {
            return Answer.ok(Json.array(spoken.updates.stream()
                    .map(status -> frames.update(request.instance(), spoken, status))
                    .toList()));
        }
    }

    Answer findChats(WhatsAppRequest request) {
        String wanted = Json.text(request.json().path("where"), "remoteJid");
        Map<String, ObjectNode> chats = new LinkedHashMap<>();
        synchronized (request.instance()) {
            for (Spoken spoken : request.instance().messages.values()) {
                if (wanted == null || wanted.equals(spoken.chat)) {
                    chats.put(spoken.chat, chat(request.instance(), spoken));
                }
            }
        }
        return Answer.ok(Json.array(chats.values()));
    }

    private ObjectNode chat(WhatsAppInstance instance, Spoken last) {
        return Json.object(
                "id",
                last.databaseId,
                "remoteJid",
                last.chat,
                "pushName",
                last.fromMe ? null : last.pushName,
                "profilePicUrl",
                instance.pictures.get(last.chat),
                "updatedAt",
                Instant.ofEpochSecond(last.timestamp).toString(),
                "lastMessage",
                frames.row(instance, last),
                "unreadCount",
                0,
                "isSaved",
                true);
    }

    Answer numbers(WhatsAppRequest request) {
        request.require("numbers");
        WhatsAppInstance instance = request.instance();
        if (!instance.isOpen()) {
            throw WhatsAppErrors.internal("Connection Closed");
        }
        List<ObjectNode> found = new ArrayList<>();
        for (String number : request.texts("numbers")) {
            String jid = WhatsAppNumbers.known(instance, WhatsAppNumbers.jid(number));
            boolean exists = WhatsAppNumbers.exists(instance, jid);
            found.add(Json.object("jid", jid, "exists", exists, "number", number));
        }
        return Answer.ok(Json.array(found));
    }

    Answer picture(WhatsAppRequest request) {
        request.require("number");
        String jid = WhatsAppNumbers.jid(request.text("number"));
        synchronized (request.instance()) {
            String url = request.instance().pictures.get(jid);
            return Answer.ok(Json.object("wuid", jid, "profilePictureUrl", url));
        }
    }

    Answer group(WhatsAppRequest request) {
        String jid = request.inbound().query("groupJid");
        synchronized (request.instance()) {
            ObjectNode group = jid == null ? null : request.instance().groups.get(jid);
            if (group == null) {
                throw WhatsAppErrors.notFound("Error fetching group");
            }
            return Answer.ok(group.deepCopy());
        }
    }
}
