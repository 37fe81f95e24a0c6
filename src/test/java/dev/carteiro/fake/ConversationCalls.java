package dev.carteiro.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about conversations, but for their messages. */
final class ConversationCalls {

    private static final Set<String> STATUSES = Set.of("open", "resolved", "pending", "snoozed");

    private final ChatwootData data;
    private final ChatwootRules rules;
    private final ChatwootContacts contacts;
    private final ChatwootMessages messages;
    private final ChatwootHooks hooks;

    ConversationCalls(
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

    private ConversationRow row(ChatwootRequest request) {
        return request.row(data.conversations, "id");
    }

    Answer create(ChatwootRequest request) {
        String status = Json.text(request.json(), "status", "open");
        ConversationRow row = rules.open(link(request), STATUSES.contains(status) ? status : "open");
        row.custom.setAll(Json.objectIn(request.json(), "custom_attributes"));
        row.additional.setAll(Json.objectIn(request.json(), "additional_attributes"));
        JsonNode first = Json.member(request.json(), "message");
        if (first != null) {
            MessageRow message = MessageDraft.of(row, request.person(), (ObjectNode) first);
            rules.post(message);
            hooks.message("message_created", message);
        }
        return Answer.ok(messages.conversation(row));
    }

    private LinkRow link(ChatwootRequest request) {
        String source = request.text("source_id");
        if (Json.member(request.json(), "contact_id") == null) {
            Long inbox = Json.number(request.json(), "inbox_id");
            return data.links.values().stream()
                    .filter(link -> link.sourceId.equals(source))
                    .filter(link -> inbox == null || link.inbox.id == inbox)
                    .findFirst()
                    .orElseThrow(ChatwootErrors::notFound);
        }
        ContactRow contact = request.rowOf(data.contacts, "contact_id");
        InboxRow inbox = request.rowOf(data.inboxes, "inbox_id");
        return contacts.link(contact, inbox, source, taken -> ChatwootErrors.error(422, "source_id should be unique"));
    }

    Answer show(ChatwootRequest request) {
        return Answer.ok(messages.conversation(row(request)));
    }

    Answer list(ChatwootRequest request) {
        List<ConversationRow> found = data.conversations.values().stream()
                .filter(row -> wanted(row, request.inbound()))
                .sorted(Comparator.comparing((ConversationRow row) -> row.lastActivity)
                        .reversed())
                .toList();
        long assigned = found.stream().filter(row -> row.assignee != null).count();
        ObjectNode meta = Json.object(
                "mine_count",
                found.stream()
                        .filter(row -> Objects.equals(row.assignee, request.person()))
                        .count(),
                "assigned_count",
                assigned,
                "unassigned_count",
                found.size() - assigned,
                "all_count",
                found.size());
        List<ObjectNode> payload =
                request.page(found, 25).stream().map(messages::conversation).toList();
        return Answer.ok(Json.object("data", Json.object("meta", meta, "payload", Json.array(payload))));
    }

    private static boolean wanted(ConversationRow row, Inbound inbound) {
        String status = inbound.query("status");
        String inbox = inbound.query("inbox_id");
        String source = inbound.query("source_id");
        return ("all".equals(status) || row.status.equals(status == null ? "open" : status))
                && (inbox == null || inbox.equals(String.valueOf(row.inbox().id)))
                && (source == null || source.equals(row.link.sourceId));
    }

    Answer update(ChatwootRequest request) {
        ConversationRow row = row(request);
        String before = row.priority;
        row.priority = request.text("priority");
        rules.changed(row, "priority", before, row.priority);
        return Answer.ok(messages.conversation(row));
    }

    Answer toggleStatus(ChatwootRequest request) {
        ConversationRow row = row(request);
        Person person = request.person();
        String wanted = request.text("status");
        String status = wanted == null ? toggled(row) : wanted;
        if (!STATUSES.contains(status)) {
            throw ChatwootErrors.internal();
        }
        boolean handoff = person.isBot() && row.status.equals("pending") && status.equals("open");
        row.snoozedUntil = Json.number(request.json(), "snoozed_until");
        rules.status(row, status, person);
        if (status.equals("open") && person.role() == Person.Role.AGENT) {
            assign(row, person);
        }
        ObjectNode payload = Json.object(
                "success", handoff ? null : true,
                "conversation_id", row.id,
                "current_status", row.status,
                "snoozed_until", row.snoozedUntil);
        return Answer.ok(Json.object("meta", Json.object(), "payload", payload));
    }

    private static String toggled(ConversationRow row) {
        return row.status.equals("open") ? "resolved" : "open";
    }

    Answer typing(ChatwootRequest request) {
        ConversationRow row = row(request);
        String status = Json.text(request.json(), "typing_status", "");
        if (status.equals("on") || status.equals("off")) {
            ObjectNode user = ChatwootPayloads.person(request.person());
            hooks.typing(row, status.equals("on"), user, Json.flag(request.json(), "is_private"));
        }
        return Answer.empty(200);
    }

    /** The agent's; once an hour where nothing is unread. */
    Answer seen(ChatwootRequest request) {
        ConversationRow row = row(request);
        Instant last = row.agentSeen;
        if (messages.unread(row) > 0
                || last == null
                || last.isBefore(Instant.now().minusSeconds(3600))) {
            row.agentSeen = Instant.now();
        }
        return Answer.ok(messages.conversation(row));
    }

    Answer labels(ChatwootRequest request) {
        return Answer.ok(Json.object("payload", Json.array(row(request).labels)));
    }

    Answer replaceLabels(ChatwootRequest request) {
        ConversationRow row = row(request);
        List<String> before = row.labels;
        List<String> after = new ArrayList<>();
        request.json().path("labels").valueStream().forEach(label -> after.add(label.asString()));
        row.labels = after;
        if (!before.equals(after)) {
            rules.changed(row, "label_list", before, after);
        }
        return labels(request);
    }

    Answer replaceAttributes(ChatwootRequest request) {
        ConversationRow row = row(request);
        ObjectNode before = row.custom;
        row.custom = Json.objectIn(request.json(), "custom_attributes");
        if (!before.equals(row.custom)) {
            rules.changed(row, "custom_attributes", before, row.custom.deepCopy());
        }
        return Answer.ok(Json.object("custom_attributes", row.custom.deepCopy()));
    }

    Answer assign(ChatwootRequest request) {
        Long id = Json.number(request.json(), "assignee_id");
        boolean bot = "AgentBot".equals(request.text("assignee_type"));
        Person found = data.people()
                .filter(person -> id != null && person.id() == id && person.isBot() == bot)
                .findFirst()
                .orElse(null);
        assign(row(request), found);
        return found == null ? Answer.json(200, Json.MAPPER.nullNode()) : Answer.ok(ChatwootShapes.person(found));
    }

    private void assign(ConversationRow row, @Nullable Person person) {
        Person before = row.assignee;
        if (!Objects.equals(before, person)) {
            row.assignee = person;
            rules.changed(row, "assignee_id", before == null ? null : before.id(), person == null ? null : person.id());
        }
    }
}
