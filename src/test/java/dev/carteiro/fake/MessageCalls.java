package dev.carteiro.fake;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The calls about messages. */
final class MessageCalls {

    private final ChatwootData data;
    private final ChatwootRules rules;
    private final ChatwootMessages messages;
    private final ChatwootHooks hooks;
    private final ChatwootSwitches switches;

    MessageCalls(
            ChatwootData data,
            ChatwootRules rules,
            ChatwootMessages messages,
            ChatwootHooks hooks,
            ChatwootSwitches switches) {
        this.data = data;
        this.rules = rules;
        this.messages = messages;
        this.hooks = hooks;
        this.switches = switches;
    }

    /** Called without the lock, for it may stream a file in and wait for a webhook. */
    Answer create(ChatwootRequest request) throws IOException {
        MessageDraft.Form form = request.inbound().isMultipart()
                ? MessageDraft.read(request.inbound())
                : new MessageDraft.Form(request.json(), List.of());
        MessageRow message;
        synchronized (data) {
            ConversationRow conversation = request.row(data.conversations, "id");
            if (ChatwootSwitches.takes(switches.failures)) {
                throw ChatwootErrors.error(422, switches.failure);
            }
            message = MessageDraft.of(conversation, request.person(), form.fields());
            for (Media file : form.files()) {
                message.files.add(data.newFile(file));
            }
            rules.post(message);
        }
        if (switches.webhookBeforeAnswer && message.isSendable()) {
            hooks.messageNow("message_created", message);
        } else {
            hooks.message("message_created", message);
        }
        return answer(message);
    }

    private Answer answer(MessageRow message) {
        synchronized (data) {
            return Answer.ok(messages.message(message));
        }
    }

    Answer list(ChatwootRequest request) {
        ConversationRow conversation = request.row(data.conversations, "id");
        ObjectNode meta = Json.object(
                "labels", Json.array(conversation.labels),
                "additional_attributes", conversation.additional.deepCopy(),
                "contact", ChatwootShapes.contact(conversation.contact()),
                "agent_last_seen_at", ChatwootShapes.orZero(conversation.agentSeen),
                "assignee_last_seen_at", ChatwootShapes.orZero(conversation.agentSeen));
        if (conversation.assignee != null) {
            meta.set("assignee", ChatwootShapes.person(conversation.assignee));
        }
        List<MessageRow> all = ChatwootData.messagesOf(conversation);
        List<ObjectNode> found = page(all, id(request, "after"), id(request, "before")).stream()
                .map(messages::message)
                .toList();
        return Answer.ok(Json.object("meta", meta, "payload", Json.array(found)));
    }

    private static @Nullable Long id(ChatwootRequest request, String name) {
        String text = request.inbound().query(name);
        return text == null || !text.matches("\\d{1,18}") ? null : Long.valueOf(text);
    }

    private static List<MessageRow> page(List<MessageRow> all, @Nullable Long after, @Nullable Long before) {
        Stream<MessageRow> found = all.stream()
                .filter(message -> after == null || message.id > after)
                .filter(message -> before == null || message.id < before);
        if (after != null) {
            return found.limit(before == null ? 100 : 1000).toList();
        }
        List<MessageRow> last = found.sorted(
                        Comparator.comparing((MessageRow message) -> message.id).reversed())
                .limit(20)
                .toList();
        return last.reversed();
    }

    private MessageRow row(ChatwootRequest request) {
        ConversationRow conversation = request.row(data.conversations, "id");
        MessageRow message = request.row(data.messages, "message");
        if (message.conversation != conversation) {
            throw ChatwootErrors.notFound();
        }
        return message;
    }

    Answer status(ChatwootRequest request) {
        MessageRow message = row(request);
        if (!message.conversation.inbox().isApi()) {
            throw ChatwootErrors.error(403, "Message status update is only allowed for API inboxes");
        }
        String status = Json.text(request.json(), "status", "");
        rules.deliveryStatus(message, status, request.text("external_error"));
        return answer(message);
    }

    Answer delete(ChatwootRequest request) {
        MessageRow message = row(request);
        rules.delete(message);
        return answer(message);
    }

    Answer retry(ChatwootRequest request) {
        MessageRow message = row(request);
        rules.retry(message);
        return answer(message);
    }
}
