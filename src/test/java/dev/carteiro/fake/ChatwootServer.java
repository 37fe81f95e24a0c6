package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A Chatwoot of one account (1) that enforces what a real one does; its webhooks come once, and not in order. */
public final class ChatwootServer implements AutoCloseable {

    private final String adminToken = UUID.randomUUID().toString();
    private final String agentToken = UUID.randomUUID().toString();
    private final String botToken = UUID.randomUUID().toString();
    private final ChatwootData data = new ChatwootData();
    private final ChatwootSwitches switches = new ChatwootSwitches();
    private final ChatwootHooks hooks;
    private final ChatwootPeople people;
    private final FakeServer server;

    private ChatwootServer() {
        ChatwootMessages messages = new ChatwootMessages(data);
        hooks = new ChatwootHooks(data, switches, new ChatwootPayloads(data, messages));
        ChatwootRules rules = new ChatwootRules(data, switches, hooks);
        hooks.whenRefused((message, error) -> rules.deliveryStatus(message, "failed", error));
        people = new ChatwootPeople(data, rules, hooks);
        ChatwootContacts contacts = new ChatwootContacts(data, hooks);
        ChatwootRouter router = new ChatwootRouter(tokens(), data, new ChatwootBlobs(data, switches));
        ChatwootRoutes routes = new ChatwootRoutes(router);
        routes.contacts(new ContactCalls(data, contacts, messages, switches));
        routes.conversations(new ConversationCalls(data, rules, contacts, messages, hooks));
        routes.messages(new MessageCalls(data, rules, messages, hooks, switches));
        routes.inboxes(new InboxCalls(data));
        routes.visitors(new PublicCalls(data, rules, contacts, messages, hooks));
        server = new FakeServer(router);
        data.url(server.url());
    }

    private Map<String, Person> tokens() {
        return Map.of(
                adminToken, ChatwootData.ADMINISTRATOR, agentToken, ChatwootData.AGENT, botToken, ChatwootData.BOT);
    }

    public static ChatwootServer start() {
        return new ChatwootServer();
    }

    public String url() {
        return server.url();
    }

    public String adminToken() {
        return adminToken;
    }

    public String agentToken() {
        return agentToken;
    }

    /** Of the bot with the id 3. */
    public String botToken() {
        return botToken;
    }

    /** An API inbox made beforehand. */
    @CanIgnoreReturnValue
    public ChatwootInbox inbox(String name, @Nullable String webhookUrl) {
        synchronized (data) {
            InboxRow row = data.addInbox("Channel::Api");
            row.name = name;
            row.webhookUrl = webhookUrl;
            return new ChatwootInbox(data, row);
        }
    }

    /** All inboxes, those made by calls as well. */
    public List<ChatwootInbox> inboxes() {
        return rows(data.inboxes.values(), row -> new ChatwootInbox(data, row));
    }

    /** A webhook of the account; the secret with which it is signed. */
    @CanIgnoreReturnValue
    public String accountWebhook(String url, String... events) {
        synchronized (data) {
            return data.addHook("", url, List.of(events)).secret();
        }
    }

    /** Whether all webhooks that were due have been taken or given up. */
    public boolean isIdle() {
        return hooks.underway().isIdle();
    }

    /** How many webhooks there have ever been. */
    public long webhooks() {
        return hooks.underway().due();
    }

    /** What goes wrong with the calls from now on. */
    public void faults(FaultPlan plan) {
        server.faults(plan);
    }

    /** The next so many creations of a contact lose a race: the contact is there, the answer is 500. */
    public void raceOnCreate(int times) {
        switches.races.set(times);
    }

    /** The next so many creations of a message are refused with 422 and this text. */
    public void failsOnMessages(int times, String error) {
        switches.failure = error;
        switches.failures.set(times);
    }

    /** In one conversation; 200 by default. */
    public void limitMessagesPerMinute(int limit) {
        switches.messagesPerMinute = limit;
    }

    /** Whether webhooks are signed; they are not by default. */
    public void signs(boolean on) {
        switches.signs = on;
    }

    /** Whether the inbox's webhook of a created message is sent, and waited for, before the call is answered. */
    public void webhookBeforeAnswer(boolean on) {
        switches.webhookBeforeAnswer = on;
    }

    /** The first so many GETs of each blob in the storage answer 404. */
    public void blobsLateBy(int times) {
        switches.blobsLateBy = times;
    }

    @CanIgnoreReturnValue
    public long agentWrites(long conversation, String text) {
        return people.write(conversation, MessageRow.OUTGOING, ChatwootData.AGENT, text, List.of());
    }

    @CanIgnoreReturnValue
    public long agentSends(long conversation, @Nullable String text, Media... files) {
        return people.write(conversation, MessageRow.OUTGOING, ChatwootData.AGENT, text, List.of(files));
    }

    @CanIgnoreReturnValue
    public long agentReplies(long conversation, String text, long inReplyTo) {
        return people.reply(conversation, text, inReplyTo);
    }

    /** A private note. */
    @CanIgnoreReturnValue
    public long agentNotes(long conversation, String text) {
        return people.note(conversation, text);
    }

    /** An outgoing message without a sender, as of a macro or an automation. */
    @CanIgnoreReturnValue
    public long macroWrites(long conversation, String text) {
        return people.write(conversation, MessageRow.OUTGOING, null, text, List.of());
    }

    /** A template with the survey of satisfaction; in webhooks the link follows the text. */
    @CanIgnoreReturnValue
    public long csat(long conversation) {
        return people.survey(conversation);
    }

    public void agentDeletes(long message) {
        people.delete(message);
    }

    public void agentPressesRetry(long message) {
        people.retry(message);
    }

    public void agentTypes(long conversation, boolean on) {
        people.type(conversation, on);
    }

    public void agentResolves(long conversation) {
        people.status(conversation, "resolved");
    }

    public void agentSnoozes(long conversation) {
        people.status(conversation, "snoozed");
    }

    public void agentOpens(long conversation) {
        people.status(conversation, "open");
    }

    public void agentReads(long conversation) {
        people.read(conversation);
    }

    /** The id of the conversation. */
    @CanIgnoreReturnValue
    public long agentStartsConversation(long contact, long inbox) {
        return people.start(contact, inbox);
    }

    /** A contact without an inbox; its id. */
    @CanIgnoreReturnValue
    public long agentAddsContact(String name, @Nullable String phone) {
        synchronized (data) {
            ContactRow row = data.newContact();
            row.name = name;
            row.phone = phone;
            return people.contact(row);
        }
    }

    public List<ChatwootContact> contacts() {
        return rows(data.contacts.values(), ChatwootContact::of);
    }

    public List<ChatwootContactInbox> contactInboxes() {
        return rows(data.links.values(), ChatwootContactInbox::of);
    }

    public List<ChatwootConversation> conversations() {
        return rows(data.conversations.values(), ChatwootConversation::of);
    }

    /** Activities included, in the order of their ids. */
    public List<ChatwootMessage> messages() {
        return rows(data.messages.values(), ChatwootMessage::of);
    }

    public List<ChatwootMessage> messages(long conversation) {
        return messages().stream()
                .filter(message -> message.conversationId() == conversation)
                .toList();
    }

    private <R, S> List<S> rows(Collection<R> rows, Function<R, S> state) {
        synchronized (data) {
            return rows.stream().map(state).toList();
        }
    }

    /** What has been answered, or left without an answer, so far. */
    public List<Call> calls() {
        return server.calls();
    }

    @Override
    public void close() {
        server.close();
        hooks.close();
    }
}
