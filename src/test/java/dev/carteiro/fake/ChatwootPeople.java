package dev.carteiro.fake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people do in the user interface of a Chatwoot. */
final class ChatwootPeople {

    private final ChatwootData data;
    private final ChatwootRules rules;
    private final ChatwootHooks hooks;

    ChatwootPeople(ChatwootData data, ChatwootRules rules, ChatwootHooks hooks) {
        this.data = data;
        this.rules = rules;
        this.hooks = hooks;
    }

    long write(long conversation, int type, @Nullable Person author, @Nullable String text, List<Media> files) {
        MessageRow row;
        synchronized (data) {
            row = new MessageRow(conversation(conversation), type);
            row.content = text;
            row.author = author;
            files.forEach(file -> row.files.add(data.newFile(file)));
            return posted(row);
        }
    }

    long reply(long conversation, String text, long quoted) {
        synchronized (data) {
            MessageRow row = new MessageRow(conversation(conversation), MessageRow.OUTGOING);
            row.content = text;
            row.author = ChatwootData.AGENT;
            row.attributes = Json.object("in_reply_to", quoted);
            return posted(row);
        }
    }

    long note(long conversation, String text) {
        synchronized (data) {
            MessageRow row = new MessageRow(conversation(conversation), MessageRow.OUTGOING);
            row.content = text;
            row.author = ChatwootData.AGENT;
            row.isPrivate = true;
            return posted(row);
        }
    }

    long survey(long conversation) {
        synchronized (data) {
            MessageRow row = new MessageRow(conversation(conversation), MessageRow.TEMPLATE);
            row.content = "Please rate the conversation";
            row.contentType = "input_csat";
            return posted(row);
        }
    }

    private long posted(MessageRow row) {
        rules.post(row);
        hooks.message("message_created", row);
        return row.id;
    }

    private ConversationRow conversation(long id) {
        return ChatwootData.need(data.conversations, id);
    }

    void delete(long message) {
        synchronized (data) {
            rules.delete(ChatwootData.need(data.messages, message));
        }
    }

    void retry(long message) {
        synchronized (data) {
            rules.retry(ChatwootData.need(data.messages, message));
        }
    }

    void type(long conversation, boolean on) {
        synchronized (data) {
            hooks.typing(conversation(conversation), on, ChatwootPayloads.person(ChatwootData.AGENT), false);
        }
    }

    void status(long conversation, String status) {
        synchronized (data) {
            rules.status(conversation(conversation), status, ChatwootData.AGENT);
        }
    }

    void read(long conversation) {
        synchronized (data) {
            conversation(conversation).agentSeen = Instant.now();
        }
    }

    /** Under the source_id that the contact has in the inbox, if it has one. */
    long start(long contactId, long inboxId) {
        synchronized (data) {
            ContactRow contact = ChatwootData.need(data.contacts, contactId);
            InboxRow inbox = ChatwootData.need(data.inboxes, inboxId);
            LinkRow link = data.linksOf(contact).stream()
                    .filter(each -> each.inbox == inbox)
                    .findFirst()
                    .orElseGet(() -> data.addLink(contact, inbox, null));
            return rules.open(link, "open").id;
        }
    }

    /** A contact made in the user interface, which no inbox knows. */
    long contact(ContactRow row) {
        synchronized (data) {
            data.contacts.put(row.id, row);
            hooks.contact("contact_created", row);
            return row.id;
        }
    }
}
