package dev.carteiro.fake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation as a Chatwoot has it, under its display id. */
public record ChatwootConversation(
        long id,
        long inboxId,
        long contactId,
        String sourceId,
        String status,
        List<String> labels,
        @Nullable String assignee,
        @Nullable Instant agentLastSeen,
        @Nullable Instant contactLastSeen) {

    public ChatwootConversation {
        labels = List.copyOf(labels);
    }

    static ChatwootConversation of(ConversationRow row) {
        return new ChatwootConversation(
                row.id,
                row.inbox().id,
                row.contact().id,
                row.link.sourceId,
                row.status,
                row.labels,
                row.assignee == null ? null : row.assignee.name(),
                row.agentSeen,
                row.contactSeen);
    }
}
