package dev.carteiro.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about contacts. */
final class ContactCalls {

    private final ChatwootData data;
    private final ChatwootContacts contacts;
    private final ChatwootMessages messages;
    private final ChatwootSwitches switches;

    ContactCalls(ChatwootData data, ChatwootContacts contacts, ChatwootMessages messages, ChatwootSwitches switches) {
        this.data = data;
        this.contacts = contacts;
        this.messages = messages;
        this.switches = switches;
    }

    private ObjectNode full(ContactRow row) {
        return ChatwootShapes.contact(row, data.linksOf(row));
    }

    Answer search(ChatwootRequest request) {
        String query = request.inbound().query("q");
        boolean links = "true".equals(request.inbound().query("include_contact_inboxes"));
        List<ContactRow> all = query == null || query.isBlank()
                ? List.of()
                : data.contacts.values().stream()
                        .filter(row -> contains(row, query.strip()))
                        .toList();
        List<ContactRow> page = request.page(all, 15);
        boolean more = all.size() > request.inbound().page() * 15;
        return Answer.ok(Json.object(
                "meta",
                Json.object(
                        "count", page.size(), "current_page", request.inbound().page(), "has_more", more),
                "payload",
                Json.array(page.stream()
                        .map(row -> links ? full(row) : ChatwootShapes.contact(row))
                        .toList())));
    }

    private static boolean contains(ContactRow row, String query) {
        String lower = query.toLowerCase(Locale.ROOT);
        return Stream.of(row.name, row.email, row.phone)
                        .anyMatch(text ->
                                text != null && text.toLowerCase(Locale.ROOT).contains(lower))
                || (row.identifier != null && row.identifier.contains(query));
    }

    Answer filter(ChatwootRequest request) {
        JsonNode conditions = request.json().path("payload");
        List<ContactRow> all = data.contacts.values().stream()
                .filter(row -> Stream.of(row.email, row.phone, row.identifier)
                        .anyMatch(text -> text != null && !text.isEmpty()))
                .filter(row -> ContactFilter.matches(row, conditions))
                .toList();
        ContactFilter.check(conditions);
        List<ObjectNode> page = request.page(all, 15).stream().map(this::full).toList();
        return Answer.ok(Json.object(
                "meta",
                Json.object(
                        "count", all.size(), "current_page", request.inbound().page()),
                "payload",
                Json.array(page)));
    }

    Answer list(ChatwootRequest request) {
        List<ContactRow> all = new ArrayList<>(data.contacts.values());
        return Answer.ok(Json.object(
                "meta",
                Json.object(
                        "count", all.size(), "current_page", request.inbound().page()),
                "payload",
                Json.array(request.page(all, 15).stream().map(this::full).toList())));
    }

    Answer bySource(ChatwootRequest request) {
        InboxRow inbox = request.rowOf(data.inboxes, "inbox_id");
        LinkRow link = data.link(inbox, Json.text(request.json(), "source_id", ""));
        return link == null ? Answer.empty(404) : Answer.ok(full(link.contact));
    }

    Answer create(ChatwootRequest request) {
        ContactRow row = contacts.draft(request.json());
        boolean linked = Json.member(request.json(), "inbox_id") != null;
        String source = source(request);
        LinkRow link = null;
        if (linked) {
            InboxRow inbox = request.rowOf(data.inboxes, "inbox_id");
            link = contacts.link(row, inbox, source, taken -> ChatwootErrors.internal());
        }
        contacts.add(row);
        if (ChatwootSwitches.takes(switches.races)) {
            throw ChatwootErrors.internal(); // another writer was quicker, and what it wrote is there
        }
        return Answer.ok(Json.object(
                "payload",
                Json.object(
                        "contact",
                        full(row),
                        "contact_inbox",
                        Json.object(
                                "inbox", link == null ? null : ChatwootShapes.row(link.inbox),
                                "source_id", link == null ? null : link.sourceId))));
    }

    private static @Nullable String source(ChatwootRequest request) {
        String source = request.text("source_id");
        return source == null || source.isEmpty() ? null : source;
    }

    Answer show(ChatwootRequest request) {
        return Answer.ok(Json.object("payload", full(request.row(data.contacts, "id"))));
    }

    Answer update(ChatwootRequest request) {
        ContactRow row = request.row(data.contacts, "id");
        contacts.update(row, request.json());
        return Answer.ok(Json.object("payload", full(row)));
    }

    Answer delete(ChatwootRequest request) {
        contacts.delete(request.row(data.contacts, "id"));
        return Answer.empty(200);
    }

    Answer addLink(ChatwootRequest request) {
        ContactRow row = request.row(data.contacts, "id");
        InboxRow inbox = request.rowOf(data.inboxes, "inbox_id");
        LinkRow link = contacts.link(row, inbox, source(request), taken -> ChatwootErrors.internal());
        return Answer.ok(Json.object("source_id", link.sourceId, "inbox", ChatwootShapes.slim(inbox)));
    }

    Answer contactable(ChatwootRequest request) {
        ContactRow row = request.row(data.contacts, "id");
        List<ObjectNode> inboxes = data.inboxes.values().stream()
                .filter(InboxRow::isApi)
                .map(inbox -> Json.object("inbox", ChatwootShapes.row(inbox), "source_id", sourceIn(row, inbox)))
                .toList();
        return Answer.ok(Json.object("payload", Json.array(inboxes)));
    }

    private String sourceIn(ContactRow row, InboxRow inbox) {
        return data.linksOf(row).stream()
                .filter(link -> link.inbox == inbox)
                .map(link -> link.sourceId)
                .findFirst()
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    Answer conversations(ChatwootRequest request) {
        ContactRow row = request.row(data.contacts, "id");
        List<ObjectNode> found = data.conversations.values().stream()
                .filter(conversation -> conversation.contact() == row)
                .sorted(Comparator.comparing((ConversationRow one) -> one.lastActivity)
                        .reversed())
                .limit(20)
                .map(messages::conversation)
                .toList();
        return Answer.ok(Json.object("payload", Json.array(found)));
    }

    Answer merge(ChatwootRequest request) {
        ContactRow base = request.rowOf(data.contacts, "base_contact_id");
        contacts.merge(base, request.rowOf(data.contacts, "mergee_contact_id"));
        return Answer.ok(full(base));
    }
}
