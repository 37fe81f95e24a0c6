package dev.carteiro.fake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls that send: each checks its body as its schema does, and says what is to be sent. */
final class SendCalls {

    private static final Set<String> MEDIA = Set.of("image", "video", "document", "audio");
    private static final Pattern EMOJI = Pattern.compile("|\\X");

    private final WhatsAppDesk desk;
    private final WhatsAppMedia media = new WhatsAppMedia();

    SendCalls(WhatsAppDesk desk) {
        this.desk = desk;
    }

    Answer text(WhatsAppRequest request) throws InterruptedException {
        request.require("number", "text");
        String text = request.text("text");
        if (text.isBlank()) {
            throw WhatsAppErrors.bad("Text is required");
        }
        return desk.send(
                request, Outgoing.plain("text", "conversation", Json.object("conversation", text), text), true);
    }

    Answer media(WhatsAppRequest request) throws IOException, InterruptedException {
        request.require("number", "mediatype", "media");
        String mediatype = request.text("mediatype");
        if (!MEDIA.contains(mediatype)) {
            throw WhatsAppErrors.schema(
                    List.of("instance.mediatype is not one of enum values: image,document,video,audio,ptv"));
        }
        Media file = media.of(request, "media", mediatype.equals("document"));
        if (mediatype.equals("image")) {
            file = file.named(file.name(), "image/jpeg"); // all images are written anew
        }
        ObjectNode content = Json.object("mimetype", file.mimetype());
        String caption = Json.text(request.json(), "caption");
        Json.put(content, "caption", caption);
        if (mediatype.equals("document")) {
            content.put("fileName", file.name());
        }
        WhatsAppFrames.describe(content, file);
        return desk.send(request, new Outgoing("media", mediatype + "Message", content, caption, file), true);
    }

    Answer audio(WhatsAppRequest request) throws IOException, InterruptedException {
        request.require("number", "audio");
        Media file = media.of(request, "audio", false).named("audio.ogg", "audio/ogg; codecs=opus");
        ObjectNode content = Json.object("mimetype", file.mimetype(), "ptt", true, "seconds", 1);
        WhatsAppFrames.describe(content, file);
        // 2.3.7 and older forget what a voice message answers
        return desk.send(request, new Outgoing("whatsappaudio", "audioMessage", content, null, file), desk.isNew());
    }

    Answer sticker(WhatsAppRequest request) throws IOException, InterruptedException {
        request.require("number", "sticker");
        Media file = media.of(request, "sticker", false).named("sticker.webp", "image/webp");
        ObjectNode content = Json.object("mimetype", file.mimetype(), "isAnimated", false);
        WhatsAppFrames.describe(content, file);
        return desk.send(request, new Outgoing("sticker", "stickerMessage", content, null, file), true);
    }

    Answer reaction(WhatsAppRequest request) throws InterruptedException {
        request.require("key", "reaction");
        String emoji = request.text("reaction");
        boolean plain = emoji.codePoints().anyMatch(Character::isLetterOrDigit);
        if (plain || !EMOJI.matcher(emoji).matches()) {
            throw WhatsAppErrors.bad("\"reaction\" must be an emoji");
        }
        ObjectNode key = Json.objectIn(request.json(), "key");
        for (String member : List.of("id", "remoteJid", "fromMe")) {
            if (Json.member(key, member) == null) {
                throw WhatsAppErrors.schema(List.of("instance.key requires property \"%s\"".formatted(member)));
            }
        }
        ObjectNode content = Json.object("key", key, "text", emoji);
        return desk.send(request, Outgoing.plain("reaction", "reactionMessage", content, emoji), false);
    }

    Answer location(WhatsAppRequest request) throws InterruptedException {
        request.require("number", "latitude", "longitude", "name", "address");
        ObjectNode content = Json.object(
                "degreesLatitude", Json.member(request.json(), "latitude"),
                "degreesLongitude", Json.member(request.json(), "longitude"),
                "name", request.text("name"),
                "address", request.text("address"));
        return desk.send(request, Outgoing.plain("location", "locationMessage", content, request.text("name")), true);
    }

    Answer contact(WhatsAppRequest request) throws InterruptedException {
        request.require("number", "contact");
        List<ObjectNode> cards = new ArrayList<>();
        for (JsonNode contact : request.json().path("contact")) {
            if (Json.member(contact, "fullName") == null || Json.member(contact, "phoneNumber") == null) {
                throw WhatsAppErrors.schema(
                        List.of("instance.contact[%d] requires property \"fullName\"".formatted(cards.size())));
            }
            cards.add(card(contact));
        }
        if (cards.isEmpty()) {
            throw WhatsAppErrors.schema(List.of("instance.contact does not meet minimum length of 1"));
        }
        boolean single = cards.size() == 1;
        ObjectNode content = single
                ? cards.getFirst()
                : Json.object("displayName", cards.size() + " contacts", "contacts", Json.array(cards));
        String type = single ? "contactMessage" : "contactsArrayMessage";
        return desk.send(request, Outgoing.plain("contact", type, content, Json.text(content, "displayName")), false);
    }

    private static ObjectNode card(JsonNode contact) {
        String name = Json.text(contact, "fullName", "");
        String phone = Json.text(contact, "phoneNumber", "");
        String waid = Json.text(contact, "wuid", WhatsAppNumbers.digits(phone));
        String vcard = "BEGIN:VCARD\nVERSION:3.0\nN:%s\nFN:%s\nitem1.TEL;waid=%s:%s\nitem1.X-ABLabel:Celular\nEND:VCARD"
                .formatted(name, name, waid, phone);
        return Json.object("displayName", name, "vcard", vcard);
    }

    Answer poll(WhatsAppRequest request) throws InterruptedException {
        request.require("number", "name", "selectableCount", "values");
        List<ObjectNode> options = request.texts("values").stream()
                .map(value -> Json.object("optionName", value))
                .toList();
        ObjectNode content = Json.object(
                "name", request.text("name"),
                "options", Json.array(options),
                "selectableOptionsCount", Json.number(request.json(), "selectableCount"));
        return desk.send(request, Outgoing.plain("poll", "pollCreationMessageV3", content, request.text("name")), true);
    }
}
