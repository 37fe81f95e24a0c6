package dev.carteiro.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A conversation of a Chatwoot, under its display id. */
final class ConversationRow {

    final long id;
    final String uuid = UUID.randomUUID().toString();
    final Instant created = Instant.now();
    final List<MessageRow> messages = new ArrayList<>();
    LinkRow link;
    String status = "open";
    Instant updated = Instant.now();
    Instant lastActivity = Instant.now();

    @Nullable Instant waitingSince = Instant.now();

    @Nullable Instant firstReply;

    @Nullable Instant agentSeen;

    @Nullable Instant contactSeen;

    @Nullable Long snoozedUntil;

    @Nullable Person assignee;

    @Nullable String priority;

    List<String> labels = new ArrayList<>();
    ObjectNode custom = Json.object();
    ObjectNode additional = Json.object();

    ConversationRow(long id, LinkRow link) {
        this.id = id;
        this.link = link;
    }

    InboxRow inbox() {
        return link.inbox;
    }

    ContactRow contact() {
        return link.contact;
    }
}
