package dev.carteiro.fake;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of the webhooks of a Chatwoot. */
final class ChatwootPayloads {

    private final ChatwootData data;
    private final ChatwootMessages messages;

    ChatwootPayloads(ChatwootData data, ChatwootMessages messages) {
        this.data = data;
        this.messages = messages;
    }

    private static ObjectNode account() {
        return Json.object("id", 1, "name", "Acme");
    }

    ObjectNode message(MessageRow message) {
        InboxRow inbox = message.conversation.inbox();
        ObjectNode json = Json.object(
                "account", account(),
                "additional_attributes", message.additional.deepCopy(),
                "content_attributes", message.attributes.deepCopy(),
                "content_type", message.contentType,
                "content", content(message),
                "conversation", conversation(message.conversation),
                "created_at", ChatwootShapes.iso(message.created),
                "id", message.id,
                "inbox", Json.object("id", inbox.id, "name", inbox.name),
                "message_type", message.typeName(),
                "private", message.isPrivate,
                "sender", sender(message),
                "source_id", message.sourceId);
        if (!message.files.isEmpty()) {
            json.set("attachments", ChatwootShapes.attachments(message, data.url()));
        }
        return json;
    }

    private @Nullable String content(MessageRow message) {
        if (message.content == null) {
            return null;
        }
        String content = message.content.replace("\\\n", "\n").replaceAll("\n+$", "");
        return message.contentType.equals("input_csat") ? content + " " + survey(message.conversation) : content;
    }

    String survey(ConversationRow conversation) {
        return data.url() + "/survey/responses/" + conversation.uuid;
    }

    private static @Nullable ObjectNode sender(MessageRow message) {
        if (message.type == MessageRow.INCOMING) {
            return contact(message.conversation.contact());
        }
        return message.author == null ? null : person(message.author);
    }

    static ObjectNode person(Person person) {
        ObjectNode json = Json.object("id", person.id(), "name", person.name());
        if (!person.isBot()) {
            json.put("email", person.email());
        }
        return json.put("type", person.type());
    }

    /** A contact in a webhook has no type. */
    static ObjectNode contact(ContactRow contact) {
        String picture = contact.avatar == null ? "" : contact.avatar;
        return Json.object(
                "account", account(),
                "additional_attributes", contact.additional.deepCopy(),
                "avatar", picture,
                "custom_attributes", contact.custom.deepCopy(),
                "email", contact.email,
                "id", contact.id,
                "identifier", contact.identifier,
                "name", contact.name,
                "phone_number", contact.phone,
                "thumbnail", picture,
                "blocked", contact.blocked);
    }

    ObjectNode conversation(ConversationRow row) {
        ObjectNode json = Json.object("account", account());
        json.setAll(messages.common(row));
        json.put("channel", row.inbox().channelType);
        json.set("contact_inbox", link(row.link));
        json.set(
                "meta",
                Json.object(
                        "sender",
                        ChatwootShapes.sender(row.contact()),
                        "assignee",
                        row.assignee == null ? null : ChatwootShapes.person(row.assignee),
                        "assignee_type",
                        assigneeType(row),
                        "team",
                        null,
                        "hmac_verified",
                        false));
        Json.put(json, "first_reply_created_at", row.firstReply == null ? null : ChatwootShapes.iso(row.firstReply));
        return json;
    }

    private static @Nullable String assigneeType(ConversationRow row) {
        if (row.assignee == null) {
            return null;
        }
        return row.assignee.isBot() ? "AgentBot" : "User";
    }

    private static ObjectNode link(LinkRow link) {
        return Json.object(
                "id", link.id,
                "contact_id", link.contact.id,
                "inbox_id", link.inbox.id,
                "source_id", link.sourceId,
                "created_at", ChatwootShapes.iso(link.created),
                "updated_at", ChatwootShapes.iso(link.created),
                "hmac_verified", false,
                "pubsub_token", link.token);
    }

    ObjectNode typing(ConversationRow row, ObjectNode user, boolean isPrivate) {
        return Json.object("user", user, "conversation", conversation(row), "is_private", isPrivate);
    }
}
