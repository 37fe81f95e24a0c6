package dev.carteiro.fake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of people, inboxes and attachments, which REST answers and webhooks of a Chatwoot share. */
final class ChatwootShapes {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ChatwootShapes() {}

    static long seconds(Instant time) {
        return time.getEpochSecond();
    }

    static long orZero(@Nullable Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }

    /** A column without fractions of a second. */
    static String iso(Instant time) {
        return ISO.format(Instant.ofEpochSecond(time.getEpochSecond()));
    }

    static double fraction(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    /** What Rails calls push_event_data. */
    static ObjectNode person(Person person) {
        if (person.isBot()) {
            return Json.object("id", person.id(), "name", person.name(), "avatar_url", "", "type", "agent_bot");
        }
        return Json.object(
                "id", person.id(),
                "name", person.name(),
                "available_name", person.name(),
                "avatar_url", "",
                "type", "user",
                "availability_status", "online",
                "thumbnail", "");
    }

    /** A contact as the sender of something. */
    static ObjectNode sender(ContactRow contact) {
        return Json.object(
                "additional_attributes", contact.additional.deepCopy(),
                "custom_attributes", contact.custom.deepCopy(),
                "email", contact.email,
                "id", contact.id,
                "identifier", contact.identifier,
                "name", contact.name,
                "phone_number", contact.phone,
                "thumbnail", contact.avatar == null ? "" : contact.avatar,
                "blocked", contact.blocked,
                "type", "contact");
    }

    static ObjectNode contact(ContactRow contact) {
        ObjectNode json = Json.object(
                "additional_attributes", contact.additional.deepCopy(),
                "availability_status", "offline",
                "email", contact.email,
                "id", contact.id,
                "name", contact.name,
                "phone_number", contact.phone,
                "blocked", contact.blocked,
                "identifier", contact.identifier,
                "thumbnail", contact.avatar == null ? "" : contact.avatar,
                "custom_attributes", contact.custom.deepCopy());
        if (contact.lastActivity != null) {
            json.put("last_activity_at", seconds(contact.lastActivity));
        }
        json.put("created_at", seconds(contact.created));
        return json;
    }

    static ObjectNode contact(ContactRow contact, List<LinkRow> links) {
        ArrayNode array = Json.array(links.stream()
                .map(link -> Json.object("source_id", link.sourceId, "inbox", slim(link.inbox)))
                .toList());
        ObjectNode json = contact(contact);
        json.set("contact_inboxes", array);
        return json;
    }

    static ObjectNode slim(InboxRow inbox) {
        return Json.object(
                "id", inbox.id,
                "avatar_url", "",
                "channel_id", inbox.channelId,
                "name", inbox.name,
                "channel_type", inbox.channelType,
                "provider", null);
    }

    /** The whole row of an inbox. */
    static ObjectNode row(InboxRow inbox) {
        return Json.object(
                "id",
                inbox.id,
                "channel_id",
                inbox.channelId,
                "account_id",
                1,
                "name",
                inbox.name,
                "created_at",
                iso(inbox.created),
                "updated_at",
                iso(inbox.created),
                "channel_type",
                inbox.channelType,
                "enable_auto_assignment",
                true,
                "greeting_enabled",
                false,
                "lock_to_single_conversation",
                inbox.single);
    }

    static ObjectNode inbox(InboxRow inbox, Person reader) {
        ObjectNode json = slim(inbox);
        Json.put(json, "webhook_url", inbox.webhookUrl);
        json.put("inbox_identifier", inbox.identifier)
                .put("lock_to_single_conversation", inbox.single)
                .put("enable_auto_assignment", true)
                .put("hmac_mandatory", inbox.hmacMandatory);
        json.set("additional_attributes", inbox.additional.deepCopy());
        if (reader.isAdministrator()) {
            json.put("secret", inbox.secret).put("hmac_token", "hmac-" + inbox.id);
        }
        return json;
    }

    static ArrayNode attachments(MessageRow message, String url) {
        return Json.array(message.files.stream()
                .map(file -> attachment(message, file, url))
                .toList());
    }

    private static ObjectNode attachment(MessageRow message, FileRow file, String url) {
        ObjectNode json = Json.object(
                "id",
                file.id,
                "message_id",
                message.id,
                "file_type",
                file.type(),
                "account_id",
                1,
                "extension",
                file.extension(),
                "content_type",
                file.media.mimetype(),
                "data_url",
                ChatwootBlobs.address(file, url),
                "thumb_url",
                "",
                "file_size",
                file.media.size(),
                "width",
                null,
                "height",
                null);
        if (file.type().equals("audio")) {
            json.put("data_url", ChatwootBlobs.address(file, url) + "?disposition=inline")
                    .put("transcribed_text", "");
        }
        return json;
    }
}
