package dev.carteiro.chatwoot;

import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * One account of a Chatwoot server. Conversations go by the ids that people see. What is to be created or changed is given as
 * Chatwoot has it.
 */
public final class ChatwootApi {

    private final Calls calls;
    private final Calls publicCalls;
    private final String account;

    ChatwootApi(HttpClient http, URI url, String account, String token) {
        this.calls = Calls.by(token, http, url);
        this.publicCalls = Calls.byAnybody(http, url);
        this.account = "/api/v1/accounts/" + Calls.segment(account);
    }

    /** The contact that an inbox knows by {@code sourceId}. */
    public Mono<ChatwootReply> contactBySource(long inbox, String sourceId) {
        return post("/contact_inboxes/filter", Map.of("inbox_id", inbox, "source_id", sourceId));
    }

    /** The contacts with any of these values exactly, each by the name of its attribute: {@code phone_number}, {@code identifier}. */
    public Mono<ChatwootReply> contactsBy(List<Map.Entry<String, String>> anyOf) {
        List<Map<String, Object>> conditions = IntStream.range(0, anyOf.size())
                .mapToObj(i -> condition(anyOf.get(i), i < anyOf.size() - 1))
                .toList();
        return post("/contacts/filter", Map.of("payload", conditions));
    }

    private static Map<String, Object> condition(Map.Entry<String, String> wanted, boolean more) {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("attribute_key", wanted.getKey());
        condition.put("filter_operator", "equal_to");
        condition.put("values", List.of(wanted.getValue()));
        if (more) {
            condition.put("query_operator", "OR");
        }
        return condition;
    }

    public Mono<ChatwootReply> contact(long contact) {
        return calls.get(account + "/contacts/" + contact);
    }

    public Mono<ChatwootReply> createContact(Map<String, ?> contact) {
        return post("/contacts", contact);
    }

    /** Attributes are merged with those that it has. */
    public Mono<ChatwootReply> updateContact(long contact, Map<String, ?> changes) {
        return calls.call(HttpMethod.PUT, account + "/contacts/" + contact, changes);
    }

    public Mono<ChatwootReply> addToInbox(long contact, long inbox, String sourceId) {
        return post("/contacts/" + contact + "/contact_inboxes", Map.of("inbox_id", inbox, "source_id", sourceId));
    }

    /** {@code mergee} is gone then. */
    public Mono<ChatwootReply> mergeContacts(long base, long mergee) {
        return post("/actions/contact_merge", Map.of("base_contact_id", base, "mergee_contact_id", mergee));
    }

    /** The newest twenty, of all inboxes. */
    public Mono<ChatwootReply> conversationsOf(long contact) {
        return calls.get(account + "/contacts/" + contact + "/conversations");
    }

    /** A page of those with whatever status; pages count from 1. */
    public Mono<ChatwootReply> conversations(long inbox, int page) {
        return calls.get(account + "/conversations?status=all&inbox_id=" + inbox + "&page=" + page);
    }

    public Mono<ChatwootReply> conversation(long conversation) {
        return calls.get(of(conversation));
    }

    public Mono<ChatwootReply> createConversation(Map<String, ?> conversation) {
        return post("/conversations", conversation);
    }

    public Mono<ChatwootReply> toggleStatus(long conversation, String status) {
        return calls.call(HttpMethod.POST, of(conversation) + "/toggle_status", Map.of("status", status));
    }

    public Mono<ChatwootReply> post(long conversation, Map<String, ?> message) {
        return calls.post(of(conversation) + "/messages", message);
    }

    /** With files, which have to stay open until it is answered. */
    public Mono<ChatwootReply> post(long conversation, Map<String, ?> message, List<Upload> files) {
        return Mono.defer(() -> calls.post(of(conversation) + "/messages", Multipart.of(message, files)));
    }

    /** The newest twenty, oldest first. */
    public Mono<ChatwootReply> messages(long conversation) {
        return calls.get(of(conversation) + "/messages");
    }

    /** A hundred at most, oldest first. */
    public Mono<ChatwootReply> messagesAfter(long conversation, long message) {
        return calls.get(of(conversation) + "/messages?after=" + message);
    }

    /** The twenty before that one, oldest first. */
    public Mono<ChatwootReply> messagesBefore(long conversation, long message) {
        return calls.get(of(conversation) + "/messages?before=" + message);
    }

    /** Goes back as well: from read to sent. An error is kept with {@code failed} only. */
    public Mono<ChatwootReply> status(long conversation, long message, String status, @Nullable String externalError) {
        Map<String, String> change = externalError == null
                ? Map.of("status", status)
                : Map.of("status", status, "external_error", externalError);
        return calls.call(HttpMethod.PATCH, of(conversation) + "/messages/" + message, change);
    }

    public Mono<ChatwootReply> delete(long conversation, long message) {
        return calls.call(HttpMethod.DELETE, of(conversation) + "/messages/" + message, null);
    }

    public Mono<ChatwootReply> labels(long conversation) {
        return calls.get(of(conversation) + "/labels");
    }

    /** In place of those that it has. */
    public Mono<ChatwootReply> setLabels(long conversation, List<String> labels) {
        return calls.call(HttpMethod.POST, of(conversation) + "/labels", Map.of("labels", labels));
    }

    public Mono<ChatwootReply> inboxes() {
        return calls.get(account + "/inboxes");
    }

    public Mono<ChatwootReply> inbox(long inbox) {
        return calls.get(account + "/inboxes/" + inbox);
    }

    public Mono<ChatwootReply> createInbox(Map<String, ?> inbox) {
        return post("/inboxes", inbox);
    }

    public Mono<ChatwootReply> updateInbox(long inbox, Map<String, ?> changes) {
        return calls.call(HttpMethod.PATCH, account + "/inboxes/" + inbox, changes);
    }

    public Mono<ChatwootReply> webhooks() {
        return calls.get(account + "/webhooks");
    }

    /** Whose token it is, and what it may do where. */
    public Mono<ChatwootReply> profile() {
        return calls.get("/api/v1/profile");
    }

    /** Shows the contact, or no longer, that the token's owner is typing. */
    public Mono<ChatwootReply> agentTyping(long conversation, boolean on) {
        return post(
                "/conversations/" + conversation + "/toggle_typing_status",
                Map.of("typing_status", on ? "on" : "off", "is_private", false));
    }

    /** Shows, or no longer, that the contact is typing. */
    public Mono<ChatwootReply> typing(String inboxIdentifier, String sourceId, long conversation, boolean on) {
        return publicCalls.call(
                HttpMethod.POST,
                publicOf(inboxIdentifier, sourceId, conversation) + "/toggle_typing",
                Map.of("typing_status", on ? "on" : "off"));
    }

    private Mono<ChatwootReply> post(String path, Map<String, ?> body) {
        return calls.call(HttpMethod.POST, account + path, body);
    }

    private String of(long conversation) {
        return account + "/conversations/" + conversation;
    }

    private static String publicOf(String inboxIdentifier, String sourceId, long conversation) {
        return "/public/api/v1/inboxes/" + Calls.segment(inboxIdentifier) + "/contacts/" + Calls.segment(sourceId)
                + "/conversations/" + conversation;
    }
}
