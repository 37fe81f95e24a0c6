package dev.carteiro.bridge;

import dev.carteiro.bridge.ChatTable.Chat;
import dev.carteiro.chatwoot.ChatwootReply;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Finds the conversation that a chat's next message belongs to, or makes it. */
final class Conversations {

    private static final String RESOLVED = "resolved";
    private static final String PENDING = "pending";

    private final Link link;

    Conversations(Link link) {
        this.link = link;
    }

    /** {@code incoming} reopens what is resolved; what we write ourselves does not. */
    Mono<Chat> known(Chat chat, Inbox.Known inbox, boolean incoming) {
        Long conversation = chat.conversation();
        if (conversation == null) {
            return looked(chat, inbox, incoming);
        }
        if (link.options().reopenConversation() && !link.options().conversationPending()) {
            return Mono.just(chat); // Chatwoot itself opens it again
        }
        return link.chatwoot().api().conversation(conversation).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> fitting(chat, done.body(), inbox, incoming);
            case ChatwootReply.Failed failed ->
                failed.fault() == ChatwootReply.Fault.NOT_FOUND
                        ? looked(chat.in(null), inbox, incoming)
                        : Ends.stop(Ends.of(failed));
        });
    }

    private Mono<Chat> fitting(Chat chat, JsonNode conversation, Inbox.Known inbox, boolean incoming) {
        boolean resolved = status(conversation).equals(RESOLVED);
        if (resolved && !link.options().reopenConversation()) {
            return looked(chat.in(null), inbox, incoming);
        }
        return pending(chat, conversation, incoming);
    }

    /** A bot is to have it first; what a person has open stays open. */
    private Mono<Chat> pending(Chat chat, JsonNode conversation, boolean incoming) {
        boolean wanted = link.options().conversationPending() && incoming;
        return wanted && status(conversation).equals(RESOLVED)
                ? Ends.chatwoot(link.chatwoot().api().toggleStatus(id(conversation), PENDING))
                        .thenReturn(chat)
                : Mono.just(chat);
    }

    private Mono<Chat> looked(Chat chat, Inbox.Known inbox, boolean incoming) {
        long contact = chat.contact() == null ? 0 : chat.contact();
        return link.chatwoot().api().conversationsOf(contact).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> chosen(chat, done.body().path("payload"), inbox, incoming);
            case ChatwootReply.Failed failed ->
                failed.fault() == ChatwootReply.Fault.NOT_FOUND ? gone(chat) : Ends.stop(Ends.of(failed));
        });
    }

    /** The newest that will do: they come in the order of their last activity. */
    private Mono<Chat> chosen(Chat chat, JsonNode conversations, Inbox.Known inbox, boolean incoming) {
        for (JsonNode conversation : conversations) {
            boolean here = conversation.path("inbox_id").asLong(0) == inbox.id();
            if (here
                    && (link.options().reopenConversation()
                            || !status(conversation).equals(RESOLVED))) {
                return pending(chat.in(id(conversation)), conversation, incoming)
                        .flatMap(link.chats()::save);
            }
        }
        return made(chat, inbox);
    }

    private Mono<Chat> made(Chat chat, Inbox.Known inbox) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("inbox_id", inbox.id());
        form.put("contact_id", chat.contact());
        form.put("source_id", chat.source());
        if (link.options().conversationPending()) {
            form.put("status", PENDING);
        }
        return link.chatwoot().api().createConversation(form).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> link.chats().save(chat.in(id(done.body())));
            case ChatwootReply.Failed failed ->
                switch (failed.fault()) {
                    case TAKEN -> gone(chat);
                    case NOT_FOUND -> link.chatwoot().inbox().forget().then(gone(chat));
                    case UNREACHABLE, UNANSWERED, UNAUTHORIZED, INVALID, TOO_LARGE, LIMITED, BROKEN ->
                        Ends.stop(Ends.of(failed));
                };
        });
    }

    /** The contact was deleted or merged into another: it is to be looked for anew. */
    private Mono<Chat> gone(Chat chat) {
        return link.chats().forget(chat.chat()).then(Ends.defer("the contact is no longer what it was"));
    }

    private static String status(JsonNode conversation) {
        return conversation.path("status").asString("");
    }

    private static long id(JsonNode conversation) {
        return conversation.path("id").asLong(0);
    }
}
