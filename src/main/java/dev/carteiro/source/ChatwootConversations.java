package dev.carteiro.source;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Party;
import dev.carteiro.event.Presence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes what happens to Chatwoot's conversations and contacts. */
final class ChatwootConversations {

    private ChatwootConversations() {}

    /** The account, at the root or, since 4.14.2, in the conversation; older conversation events do not tell it. */
    static String account(JsonNode body) {
        String account = Json.string(body.path("account"), "id");
        account = account == null ? Json.string(body.path("conversation").path("account"), "id") : account;
        return account == null ? "unknown" : account;
    }

    /** The ordering key, from the conversation's display id. */
    static @Nullable ConversationKey key(JsonNode body, JsonNode conversation) {
        String id = Json.string(conversation, "id");
        return id == null ? null : new ConversationKey(account(body), id);
    }

    /** The conversation is the root of its own events. */
    static @Nullable Fact changed(Facts facts, String event, JsonNode body) {
        ConversationKey conversation = key(body, body);
        if (conversation == null) {
            return null;
        }
        String updated = Json.string(body, "updated_at");
        return facts.in(
                conversation,
                Json.instant(body.path("updated_at")),
                Keys.of(event, conversation, updated == null ? Keys.hash(body) : updated),
                new Event.ConversationChanged(
                        conversation.conversation(), Json.string(body, "status"), assignee(body), labels(body)));
    }

    private static @Nullable String assignee(JsonNode conversation) {
        JsonNode assignee = conversation.path("meta").path("assignee");
        return Json.string(assignee, "name", "available_name", "id");
    }

    private static List<String> labels(JsonNode conversation) {
        List<String> labels = new ArrayList<>();
        for (JsonNode label : conversation.path("labels")) {
            String title = Json.string(label);
            if (title != null) {
                labels.add(title);
            }
        }
        return labels;
    }

    /** Typing has neither id nor time: within one second it is the same, as when two webhooks have one address. */
    static @Nullable Fact typing(Facts facts, String event, JsonNode body) {
        ConversationKey conversation = key(body, body.path("conversation"));
        if (conversation == null) {
            return null;
        }
        JsonNode user = body.path("user");
        Presence state = event.endsWith("_on") ? Presence.COMPOSING : Presence.PAUSED;
        String key = Keys.of(
                event,
                conversation,
                Json.string(user, "type"),
                Json.string(user, "id"),
                facts.receivedAt().getEpochSecond());
        boolean internal = Json.isTrue(body, "is_private");
        return facts.in(
                conversation,
                null,
                internal ? Keys.of(key, "private") : key,
                new Event.PresenceChanged(
                        state, Json.string(user, "name", "id"), internal ? Boolean.FALSE : agent(user)));
    }

    /** Users and bots say their type, contacts do not. */
    private static @Nullable Boolean agent(JsonNode user) {
        String type = Json.string(user, "type");
        return Json.string(user, "id") == null ? null : Boolean.valueOf("user".equals(type));
    }

    /** The contact is the root; {@code changed_attributes} tells one update from the next. */
    static @Nullable Fact contact(Facts facts, String event, JsonNode body) {
        String id = Json.string(body, "id");
        if (id == null) {
            return null;
        }
        Party contact = new Party(id, Json.string(body, "name"), phone(Json.string(body, "phone_number")));
        String key = event.equals("contact_created")
                ? Keys.of(event, account(body), id)
                : Keys.of(event, account(body), id, Keys.hash(body));
        return facts.in(null, null, key, new Event.ContactChanged(List.of(contact)));
    }

    static @Nullable String phone(@Nullable String number) {
        return number != null && number.startsWith("+") ? number : null;
    }
}
