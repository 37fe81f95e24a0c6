package dev.carteiro.fake;

import java.time.Instant;

/** A contact_inbox of a Chatwoot: by what a contact is known in an inbox. */
final class LinkRow {

    final long id;
    final InboxRow inbox;
    final String sourceId;
    final String token;
    final Instant created = Instant.now();
    ContactRow contact;

    LinkRow(long id, ContactRow contact, InboxRow inbox, String sourceId, String token) {
        this.id = id;
        this.contact = contact;
        this.inbox = inbox;
        this.sourceId = sourceId;
        this.token = token;
    }
}
