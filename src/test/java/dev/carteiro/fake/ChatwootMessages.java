package dev.carteiro.fake;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Messages and conversations as the REST calls of a Chatwoot answer them. */
final class ChatwootMessages {

    private final ChatwootData data;

    ChatwootMessages(ChatwootData data) {
        this.data = data;
    }

    ObjectNode message(MessageRow message) {
        ObjectNode json =
                Json.object("id", message.id, "content", message.content, "inbox_id", message.conversation.inbox().id);
        if (message.echoId != null) {
            json.put("echo_id", message.echoId);
        }
        json.put("conversation_id", message.conversation.id)
                .put("message_type", message.type)
                .put("content_type", message.contentType)
                .put("status", message.status);
        json.set("content_attributes", message.attributes.deepCopy());
        json.put("created_at", ChatwootShapes.seconds(message.created)).put("private", message.isPrivate);
        Json.put(json, "source_id", message.sourceId);
        ObjectNode sender = sender(message);
        if (sender != null) {
            json.set("sender", sender);
        }
        if (!message.files.isEmpty()) {
            json.set("attachments", ChatwootShapes.attachments(message, data.url()));
        }
        return json;
    }

    static @Nullable ObjectNode sender(MessageRow message) {
        if (message.type == MessageRow.INCOMING) {
            return ChatwootShapes.sender(message.conversation.contact());
        }
        return message.author == null ? null : ChatwootShapes.person(message.author);
    }

    /** All columns, as conversation.messages[] has them. */
    ObjectNode columns(MessageRow message) {
        ConversationRow conversation = message.conversation;
        ObjectNode json = message(message);
        json.remove("echo_id");
        json.put("account_id", 1).put("updated_at", ChatwootShapes.iso(message.updated));
        Json.put(json, "sender_type", senderType(message));
        Json.put(json, "sender_id", senderId(message));
        json.set("external_source_ids", Json.object());
        json.set("additional_attributes", message.additional.deepCopy());
        Json.put(json, "processed_message_content", message.content);
        json.set("sentiment", Json.object());
        json.set(
                "conversation",
                Json.object(
                        "assignee_id", conversation.assignee == null ? null : conversation.assignee.id(),
                        "unread_count", unread(conversation),
                        "last_activity_at", ChatwootShapes.seconds(conversation.lastActivity),
                        "contact_inbox", Json.object("source_id", conversation.link.sourceId)));
        return json;
    }

    private static @Nullable String senderType(MessageRow message) {
        if (message.type == MessageRow.INCOMING) {
            return "Contact";
        }
        if (message.author == null) {
            return null;
        }
        return message.author.isBot() ? "AgentBot" : "User";
    }

    private static @Nullable Long senderId(MessageRow message) {
        if (message.type == MessageRow.INCOMING) {
            return message.conversation.contact().id;
        }
        return message.author == null ? null : message.author.id();
    }

    long unread(ConversationRow conversation) {
        return ChatwootData.messagesOf(conversation).stream()
                .filter(message -> message.type == MessageRow.INCOMING)
                .filter(message -> conversation.agentSeen == null || message.created.isAfter(conversation.agentSeen))
                .limit(10)
                .count();
    }

    private @Nullable MessageRow last(ConversationRow conversation) {
        List<MessageRow> all = ChatwootData.messagesOf(conversation).stream()
                .filter(message -> message.isSendable() && !message.isPrivate)
                .toList();
        return all.isEmpty() ? null : all.getLast();
    }

    List<ObjectNode> lastOne(ConversationRow conversation) {
        MessageRow last = last(conversation);
        return last == null ? List.of() : List.of(columns(last));
    }

    ObjectNode conversation(ConversationRow row) {
        ObjectNode json = common(row);
        json.set("meta", meta(row));
        json.put("account_id", 1).put("uuid", row.uuid).put("muted", false);
        Json.put(json, "assignee_last_seen_at", ChatwootShapes.orZero(row.agentSeen));
        json.put("first_reply_created_at", ChatwootShapes.orZero(row.firstReply));
        MessageRow last = last(row);
        Json.put(json, "last_non_activity_message", last == null ? null : columns(last));
        json.putNull("sla_policy_id");
        return json;
    }

    private static ObjectNode meta(ConversationRow row) {
        ObjectNode meta =
                Json.object("sender", ChatwootShapes.contact(row.contact()), "channel", row.inbox().channelType);
        if (row.assignee != null) {
            meta.set("assignee", ChatwootShapes.person(row.assignee));
            meta.put("assignee_type", row.assignee.isBot() ? "AgentBot" : "User");
        }
        return meta.put("hmac_verified", false);
    }

    /** What REST answers and webhooks say alike. */
    ObjectNode common(ConversationRow row) {
        return Json.object(
                "additional_attributes", row.additional.deepCopy(),
                "can_reply", true,
                "id", row.id,
                "inbox_id", row.inbox().id,
                "messages", Json.array(lastOne(row)),
                "labels", Json.array(row.labels),
                "status", row.status,
                "custom_attributes", row.custom.deepCopy(),
                "snoozed_until", row.snoozedUntil,
                "unread_count", unread(row),
                "priority", row.priority,
                "waiting_since", ChatwootShapes.orZero(row.waitingSince),
                "agent_last_seen_at", ChatwootShapes.orZero(row.agentSeen),
                "contact_last_seen_at", ChatwootShapes.orZero(row.contactSeen),
                "last_activity_at", ChatwootShapes.seconds(row.lastActivity),
                "timestamp", ChatwootShapes.seconds(row.lastActivity),
                "created_at", ChatwootShapes.seconds(row.created),
                "updated_at", ChatwootShapes.fraction(row.updated));
    }
}
