package dev.carteiro.fake;

/** By what a contact is known in an inbox. */
public record ChatwootContactInbox(long id, long contactId, long inboxId, String sourceId) {

    static ChatwootContactInbox of(LinkRow row) {
        return new ChatwootContactInbox(row.id, row.contact.id, row.inbox.id, row.sourceId);
    }
}
