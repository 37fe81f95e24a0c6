package dev.carteiro.source;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes Chatwoot's messages, new and changed. */
final class ChatwootMessages {

    private ChatwootMessages() {}

    /** A new message; already deleted if it was by the time that Chatwoot made the body. */
    static @Nullable Fact created(Facts facts, JsonNode body) {
        ConversationKey conversation = ChatwootConversations.key(body, body.path("conversation"));
        String id = Json.string(body, "id");
        Boolean fromMe = fromMe(body);
        if (id == null || fromMe == null) {
            return null;
        }
        if (isDeleted(body)) {
            return deleted(facts, conversation, body, id);
        }
        Party chat = chat(body.path("conversation"));
        Message told = new Message(
                id,
                fromMe,
                Json.isTrue(body, "private"),
                chat.id().endsWith("@g.us"),
                sender(body.path("sender")),
                chat,
                ChatwootContent.of(body),
                Json.string(body.path("content_attributes"), "in_reply_to"));
        return facts.in(
                conversation,
                Json.instant(body.path("created_at")),
                Keys.of("message_created", ChatwootConversations.account(body), id),
                fromMe ? new Event.MessageSent(told) : new Event.MessageReceived(told));
    }

    /**
     * Any change of a message, of which deletion alone is marked; a change of its status repeats the message as it was.
     *
     * @param change what tells this change from another that leaves the same content, where there is such a thing
     */
    static @Nullable Fact updated(Facts facts, JsonNode body, @Nullable String change) {
        ConversationKey conversation = ChatwootConversations.key(body, body.path("conversation"));
        String id = Json.string(body, "id");
        if (id == null) {
            return null;
        }
        if (isDeleted(body)) {
            return deleted(facts, conversation, body, id);
        }
        if (Json.string(body, "content") == null && body.path("attachments").isEmpty()) {
            return null;
        }
        String now = Keys.hash(body.path("content"), body.path("content_attributes"), body.path("attachments"));
        return facts.in(
                conversation,
                null,
                change == null
                        ? Keys.of("message_updated", ChatwootConversations.account(body), id, now)
                        : Keys.of("message_updated", ChatwootConversations.account(body), id, now, change),
                new Event.MessageEdited(id, ChatwootContent.of(body)));
    }

    private static boolean isDeleted(JsonNode body) {
        return Json.isTrue(body.path("content_attributes"), "deleted");
    }

    private static Fact deleted(Facts facts, @Nullable ConversationKey conversation, JsonNode body, String id) {
        String key = Keys.of("message_deleted", ChatwootConversations.account(body), id);
        return facts.in(conversation, null, key, new Event.MessageDeleted(id));
    }

    /** The direction is a word here, and a number wherever else Chatwoot writes it; activities have none. */
    private static @Nullable Boolean fromMe(JsonNode body) {
        return switch (Json.string(body, "message_type")) {
            case "incoming", "0" -> false;
            case "outgoing", "template", "1", "3" -> true;
            case null, default -> null;
        };
    }

    private static @Nullable Party sender(JsonNode sender) {
        String id = Json.string(sender, "id");
        return id == null
                ? null
                : new Party(
                        id,
                        Json.string(sender, "name"),
                        ChatwootConversations.phone(Json.string(sender, "phone_number")));
    }

    /**
     * The customer's side. Its id is the WhatsApp address where there is one: the identifier that a bridge gave the contact,
     * else the {@code source_id} that it gave the contact's place in the inbox.
     */
    private static Party chat(JsonNode conversation) {
        JsonNode contact = conversation.path("meta").path("sender");
        String identifier = Json.string(contact, "identifier");
        String source = Json.string(conversation.path("contact_inbox"), "source_id");
        String id = identifier != null && identifier.indexOf('@') > 0 ? identifier : source;
        id = id == null ? identifier : id;
        id = id == null ? Json.string(contact, "id") : id;
        return new Party(
                id == null ? "unknown" : id,
                Json.string(contact, "name"),
                ChatwootConversations.phone(Json.string(contact, "phone_number")));
    }
}
