package dev.carteiro.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a Chatwoot does with messages and conversations, whoever asks for it. */
final class ChatwootRules {

    private static final List<String> STATUSES = List.of("sent", "delivered", "read", "failed");

    private final ChatwootData data;
    private final ChatwootSwitches switches;
    private final ChatwootHooks hooks;

    ChatwootRules(ChatwootData data, ChatwootSwitches switches, ChatwootHooks hooks) {
        this.data = data;
        this.switches = switches;
        this.hooks = hooks;
    }

    /** Adds a message; its message_created is left to the caller. */
    void post(MessageRow message) {
        synchronized (data) {
            check(message);
            resolveReply(message);
            data.addMessage(message);
            message.conversation.lastActivity = message.created;
            if (message.type == MessageRow.INCOMING) {
                received(message);
            } else if (message.author != null && !message.author.isBot() && !message.isPrivate) {
                replied(message.conversation);
            }
        }
    }

    private void check(MessageRow message) {
        if (message.type == MessageRow.INCOMING && !message.conversation.inbox().isApi()) {
            throw ChatwootErrors.error(422, "Incoming messages are only allowed in Api inboxes");
        }
        Instant minuteAgo = Instant.now().minusSeconds(60);
        long recent = ChatwootData.messagesOf(message.conversation).stream()
                .filter(other -> other.created.isAfter(minuteAgo))
                .count();
        if (recent >= switches.messagesPerMinute) {
            throw ChatwootErrors.error(422, "Validation failed: Too many messages");
        }
        if (message.content != null && message.content.codePointCount(0, message.content.length()) > 150_000) {
            throw ChatwootErrors.error(422, "Validation failed: Content is too long (maximum is 150000 characters)");
        }
        if (message.files.size() > 15) {
            throw ChatwootErrors.error(422, "Validation failed: Attachments exceeded maximum allowed");
        }
    }

    /** Looks the quoted message up in the same conversation; both keys become null where it is not there. */
    private void resolveReply(MessageRow message) {
        ObjectNode attributes = message.attributes;
        Long id = Json.number(attributes, "in_reply_to");
        String source = Json.text(attributes, "in_reply_to_external_id");
        if (id == null && (source == null || source.isEmpty())) {
            return;
        }
        MessageRow quoted = ChatwootData.messagesOf(message.conversation).stream()
                .filter(other -> id != null ? other.id == id : Objects.equals(other.sourceId, source))
                .findFirst()
                .orElse(null);
        Json.put(attributes, "in_reply_to", quoted == null ? null : quoted.id);
        Json.put(attributes, "in_reply_to_external_id", quoted == null ? null : quoted.sourceId);
    }

    private void received(MessageRow message) {
        ConversationRow conversation = message.conversation;
        conversation.contact().lastActivity = message.created;
        hooks.contact("contact_updated", conversation.contact());
        if (conversation.status.equals("resolved")) {
            status(conversation, conversation.inbox().hasBot ? "pending" : "open", null);
        } else if (conversation.status.equals("snoozed")) {
            status(conversation, "open", null);
        }
        if (conversation.waitingSince == null) {
            conversation.waitingSince = message.created;
            changed(conversation, "waiting_since", null, ChatwootShapes.iso(message.created));
        }
    }

    private void replied(ConversationRow conversation) {
        if (conversation.firstReply == null) {
            conversation.firstReply = Instant.now();
        }
        Instant waiting = conversation.waitingSince;
        if (waiting != null) {
            conversation.waitingSince = null;
            changed(conversation, "waiting_since", ChatwootShapes.iso(waiting), null);
        }
    }

    ConversationRow open(LinkRow link, String wanted) {
        synchronized (data) {
            List<ConversationRow> existing = data.conversations.values().stream()
                    .filter(row -> row.link == link)
                    .toList();
            if (link.inbox.single && !existing.isEmpty()) {
                return existing.getLast(); // and it is not reopened
            }
            ConversationRow row = data.addConversation(link);
            row.status = link.inbox.hasBot ? "pending" : wanted;
            if (link.contact.blocked) {
                row.status = "resolved";
            }
            hooks.conversation("conversation_created", row, null);
            return row;
        }
    }

    /** Without a person it is Chatwoot itself that does it. */
    void status(ConversationRow conversation, String status, @Nullable Person by) {
        synchronized (data) {
            String before = conversation.status;
            if (before.equals(status)) {
                return;
            }
            conversation.status = status;
            hooks.conversation("conversation_status_changed", conversation, null);
            changed(conversation, "status", before, status);
            if (by != null) {
                MessageRow activity = new MessageRow(conversation, MessageRow.ACTIVITY);
                activity.content = "Conversation was marked %s by %s".formatted(status, by.name());
                data.addMessage(activity);
            }
        }
    }

    void changed(ConversationRow conversation, String attribute, @Nullable Object before, @Nullable Object after) {
        Instant last = conversation.updated;
        conversation.updated = Instant.now();
        List<ObjectNode> changes = new ArrayList<>();
        changes.add(change(attribute, before, after));
        changes.add(change("updated_at", ChatwootShapes.iso(last), ChatwootShapes.iso(conversation.updated)));
        hooks.conversation("conversation_updated", conversation, changes);
    }

    private static ObjectNode change(String attribute, @Nullable Object before, @Nullable Object after) {
        return Json.object(attribute, Json.object("previous_value", before, "current_value", after));
    }

    /** An unknown status and the step from read to delivered are ignored; read may become sent. */
    void deliveryStatus(MessageRow message, String status, @Nullable String externalError) {
        synchronized (data) {
            boolean backwards = message.status.equals("read") && status.equals("delivered");
            if (!STATUSES.contains(status) || backwards) {
                return;
            }
            String error = status.equals("failed") ? externalError : null;
            String before = Json.text(message.attributes, "external_error");
            if (status.equals(message.status) && Objects.equals(error, before)) {
                return;
            }
            message.status = status;
            if (!Objects.equals(error, before)) {
                Json.put(message.attributes, "external_error", error);
            }
            updated(message);
        }
    }

    private void updated(MessageRow message) {
        message.updated = Instant.now();
        hooks.message("message_updated", message);
    }

    void delete(MessageRow message) {
        synchronized (data) {
            message.content = "This message was deleted";
            message.contentType = "text";
            message.attributes = Json.object("deleted", true);
            message.files.forEach(file -> data.blobs.remove(file.key));
            message.files.clear();
            updated(message);
        }
    }

    /** Two saves, and so two webhooks where both change something. */
    void retry(MessageRow message) {
        synchronized (data) {
            deliveryStatus(message, "sent", null);
            if (!message.attributes.isEmpty()) {
                message.attributes = Json.object();
                updated(message);
            }
        }
    }

    /** What the customer has seen is read. */
    void seenByContact(ConversationRow conversation) {
        synchronized (data) {
            conversation.contactSeen = Instant.now();
            ChatwootData.messagesOf(conversation).stream()
                    .filter(message -> message.type == MessageRow.OUTGOING || message.type == MessageRow.TEMPLATE)
                    .filter(message -> message.status.equals("sent") || message.status.equals("delivered"))
                    .forEach(message -> deliveryStatus(message, "read", null));
        }
    }
}
