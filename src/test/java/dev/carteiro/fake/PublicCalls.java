package dev.carteiro.fake;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The calls of the public client API, which know an inbox by its identifier and a contact by its source_id. */
final class PublicCalls {

    private final ChatwootData data;
    private final ChatwootRules rules;
    private final ChatwootContacts contacts;
    private final ChatwootMessages messages;
    private final ChatwootHooks hooks;

    PublicCalls(
            ChatwootData data,
            ChatwootRules rules,
            ChatwootContacts contacts,
            ChatwootMessages messages,
            ChatwootHooks hooks) {
        this.data = data;
        this.rules = rules;
        this.contacts = contacts;
        this.messages = messages;
        this.hooks = hooks;
    }

    private InboxRow inbox(ChatwootRequest request) {
        return data.inboxes.values().stream()
                .filter(inbox -> inbox.isApi() && inbox.identifier.equals(request.variable("inbox")))
                .findFirst()
                .orElseThrow(ChatwootErrors::publicNotFound);
    }

    private LinkRow link(ChatwootRequest request) {
        LinkRow link = data.link(inbox(request), request.variable("source"));
        if (link == null) {
            throw ChatwootErrors.publicNotFound();
        }
        return link;
    }

    private ConversationRow conversation(ChatwootRequest request) {
        LinkRow link = link(request);
        return data.conversations.values().stream()
                .filter(row -> row.contact() == link.contact && row.inbox() == link.inbox)
                .filter(row -> String.valueOf(row.id).equals(request.variable("id")))
                .findFirst()
                .orElseThrow(ChatwootErrors::publicNotFound);
    }

    Answer show(ChatwootRequest request) {
        InboxRow inbox = inbox(request);
        return Answer.ok(Json.object(
                "identifier",
                inbox.identifier,
                "identity_validation_enabled",
                inbox.hmacMandatory,
                "name",
                inbox.name,
                "timezone",
                "UTC",
                "working_hours",
                Json.array(List.of()),
                "working_hours_enabled",
                false,
                "csat_survey_enabled",
                false,
                "greeting_enabled",
                false));
    }

    /** Finds or creates; what is found by its source_id is not changed. */
    Answer upsert(ChatwootRequest request) {
        InboxRow inbox = inbox(request);
        if (inbox.hmacMandatory && request.text("identifier_hash") == null) {
            throw ChatwootErrors.internal();
        }
        String source = request.text("source_id");
        LinkRow link = source == null ? null : data.link(inbox, source);
        if (link == null) {
            ContactRow found = found(request);
            ContactRow contact = found == null ? contacts.add(contacts.draft(request.json())) : found;
            link = data.addLink(contact, inbox, source);
        }
        return Answer.ok(contact(link));
    }

    private @Nullable ContactRow found(ChatwootRequest request) {
        ContactRow found = contacts.find(row -> row.identifier, request.text("identifier"));
        found = found == null ? contacts.find(row -> row.email, request.text("email")) : found;
        return found == null ? contacts.find(row -> row.phone, request.text("phone_number")) : found;
    }

    Answer contact(ChatwootRequest request) {
        return Answer.ok(contact(link(request)));
    }

    Answer updateContact(ChatwootRequest request) {
        LinkRow link = link(request);
        contacts.update(link.contact, request.json());
        return Answer.ok(contact(link));
    }

    private static ObjectNode contact(LinkRow link) {
        return Json.object(
                "source_id", link.sourceId,
                "pubsub_token", link.token,
                "id", link.contact.id,
                "name", link.contact.name,
                "email", link.contact.email,
                "phone_number", link.contact.phone);
    }

    Answer open(ChatwootRequest request) {
        ConversationRow row = rules.open(link(request), "open");
        row.custom.setAll(Json.objectIn(request.json(), "custom_attributes"));
        return Answer.ok(conversation(row));
    }

    /** A bare array. */
    Answer conversations(ChatwootRequest request) {
        LinkRow link = link(request);
        return Answer.ok(Json.array(data.conversations.values().stream()
                .filter(row -> Objects.equals(row.link, link))
                .map(this::conversation)
                .toList()));
    }

    Answer showConversation(ChatwootRequest request) {
        return Answer.ok(conversation(conversation(request)));
    }

    private ObjectNode conversation(ConversationRow row) {
        return Json.object(
                "id",
                row.id,
                "uuid",
                row.uuid,
                "inbox_id",
                row.inbox().id,
                "contact_last_seen_at",
                ChatwootShapes.orZero(row.contactSeen),
                "status",
                row.status,
                "agent_last_seen_at",
                ChatwootShapes.orZero(row.agentSeen),
                "messages",
                Json.array(messages.lastOne(row)),
                "contact",
                ChatwootShapes.sender(row.contact()));
    }

    Answer typing(ChatwootRequest request) {
        ConversationRow row = conversation(request);
        String status = Json.text(request.json(), "typing_status", "");
        if (status.equals("on") || status.equals("off")) {
            hooks.typing(row, status.equals("on"), ChatwootPayloads.contact(row.contact()), false);
        }
        return Answer.empty(200);
    }

    Answer seen(ChatwootRequest request) {
        rules.seenByContact(conversation(request));
        return Answer.empty(200);
    }

    Answer toggleStatus(ChatwootRequest request) {
        ConversationRow row = conversation(request);
        rules.status(row, "resolved", null);
        return Answer.ok(conversation(row));
    }
}
