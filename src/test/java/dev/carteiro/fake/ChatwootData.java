package dev.carteiro.fake;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of a Chatwoot, and the lock around them: who reads or writes rows holds its monitor. */
final class ChatwootData {

    static final Person ADMINISTRATOR = new Person(1, "Renata Dias", "renata@example.com", Person.Role.ADMINISTRATOR);
    static final Person AGENT = new Person(2, "Bruno Lima", "bruno@example.com", Person.Role.AGENT);
    static final Person BOT = new Person(3, "Robô", "", Person.Role.BOT);

    final Map<Long, ContactRow> contacts = new LinkedHashMap<>();
    final Map<Long, LinkRow> links = new LinkedHashMap<>();
    final Map<Long, ConversationRow> conversations = new LinkedHashMap<>();
    final Map<Long, MessageRow> messages = new LinkedHashMap<>();
    final Map<Long, InboxRow> inboxes = new LinkedHashMap<>();
    final Map<Long, HookRow> hooks = new LinkedHashMap<>();
    final Map<String, FileRow> blobs = new HashMap<>();
    private final Map<Object, Long> ids = new HashMap<>();
    private volatile String url = "";

    String url() {
        return url;
    }

    void url(String newUrl) {
        url = newUrl;
    }

    /** The next id of a table; each starts elsewhere, so that no id passes for another's. */
    private long next(Object table, long first) {
        return ids.merge(table, first, (last, ignored) -> last + 1);
    }

    ContactRow newContact() {
        return new ContactRow(next("contacts", 101));
    }

    ConversationRow addConversation(LinkRow link) {
        ConversationRow row = new ConversationRow(next("conversations", 301), link);
        conversations.put(row.id, row);
        return row;
    }

    LinkRow addLink(ContactRow contact, InboxRow inbox, @Nullable String sourceId) {
        String source = sourceId == null ? UUID.randomUUID().toString() : sourceId;
        LinkRow row = new LinkRow(
                next("links", 501), contact, inbox, source, UUID.randomUUID().toString());
        links.put(row.id, row);
        return row;
    }

    InboxRow addInbox(String channelType) {
        long id = next("inboxes", 7);
        String identifier = random();
        InboxRow row = new InboxRow(id, id + 1000, channelType, identifier, random());
        inboxes.put(id, row);
        return row;
    }

    HookRow addHook(String name, String hookUrl, List<String> subscriptions) {
        HookRow row = new HookRow(next("hooks", 71), name, hookUrl, subscriptions, random());
        hooks.put(row.id(), row);
        return row;
    }

    void addMessage(MessageRow row) {
        row.id = next("messages", 9001);
        messages.put(row.id, row);
        row.conversation.messages.add(row);
        row.files.forEach(file -> blobs.put(file.key, file));
    }

    FileRow newFile(Media media) {
        return new FileRow(next("files", 20_001), media);
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }

    /** The row, or 404. */
    static <R> R need(Map<Long, R> table, @Nullable Long id) {
        R row = id == null ? null : table.get(id);
        if (row == null) {
            throw ChatwootErrors.notFound();
        }
        return row;
    }

    @Nullable LinkRow link(InboxRow inbox, String sourceId) {
        return links.values().stream()
                .filter(link -> link.inbox == inbox && link.sourceId.equals(sourceId))
                .findFirst()
                .orElse(null);
    }

    List<LinkRow> linksOf(ContactRow contact) {
        return links.values().stream().filter(link -> link.contact == contact).toList();
    }

    /** Those of one conversation, oldest first. */
    static List<MessageRow> messagesOf(ConversationRow conversation) {
        return Collections.unmodifiableList(conversation.messages);
    }

    Stream<Person> people() {
        return Stream.of(ADMINISTRATOR, AGENT, BOT);
    }
}
