package dev.carteiro.bridge;

import dev.carteiro.event.Phones;
import dev.carteiro.takeover.Takeovers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Chatwoot webhook's body as the way to WhatsApp reads it, which needs more of it than the canonical event has: who wrote,
 * where the contact has its address, all attachments.
 */
record Written(JsonNode body) {

    private static final Set<String> OUTGOING = Set.of("outgoing", "template", "1", "3");

    /** What no bytes belong to. */
    private static final Set<String> WITHOUT_FILE = Set.of("location", "contact", "fallback", "share");

    /** Nothing in it where the request was no JSON object. */
    static Written of(byte[] bytes) {
        try {
            return new Written(JsonMapper.shared().readTree(bytes));
        } catch (JacksonException notJson) {
            return new Written(JsonMapper.shared().missingNode());
        }
    }

    /** One file of a message. */
    record Attachment(
            String id, String type, String url, @Nullable String mimetype) {}

    String event() {
        return text(body, "event");
    }

    /** The inbox of the message or of the conversation; 0 where it is not told. */
    long inboxId() {
        long inbox = body.path("inbox").path("id").asLong(0);
        return inbox == 0 ? conversation().path("inbox_id").asLong(0) : inbox;
    }

    long id() {
        return body.path("id").asLong(0);
    }

    /** Whether it is a message for the customer that somebody wrote in Chatwoot: what a bridge wrote has a source id. */
    boolean isForCustomer() {
        return OUTGOING.contains(text(body, "message_type"))
                && !body.path("private").asBoolean(false)
                && text(body, "source_id").isEmpty();
    }

    /** Whether an agent of ours has written it, whoever's token it went there with. */
    boolean isAgents() {
        return !body.at(Takeovers.MARK).isMissingNode();
    }

    boolean isDeleted() {
        return body.path("content_attributes").path("deleted").asBoolean(false);
    }

    String content() {
        return text(body, "content");
    }

    /** Why Chatwoot calls it failed; empty where it does not, or not any more. */
    String externalError() {
        return text(body.path("content_attributes"), "external_error");
    }

    @Nullable Long replyTo() {
        long id = body.path("content_attributes").path("in_reply_to").asLong(0);
        return id == 0 ? null : Long.valueOf(id);
    }

    /** Who signs it: people do; bots, automations and Chatwoot itself do not. */
    @Nullable String author() {
        JsonNode sender = body.path("sender");
        String name = text(sender, "name"); // the one that webhooks and the API both tell
        return text(sender, "type").equals("user") && !name.isBlank() ? name : null;
    }

    /** Only where it was read over the API; webhooks do not tell. */
    String status() {
        return text(body, "status");
    }

    /** A message of the same conversation, as the API shows it. */
    Written beside(JsonNode message) {
        ObjectNode other = JsonMapper.shared().createObjectNode();
        message.forEachEntry(other::set);
        other.put("event", "message_created");
        other.set("conversation", conversation());
        return new Written(other);
    }

    /** The API writes seconds where webhooks write text. */
    @Nullable Instant createdAt() {
        JsonNode seconds = body.path("created_at");
        if (seconds.isNumber()) {
            return Instant.ofEpochSecond(seconds.asLong(0));
        }
        try {
            return Instant.parse(text(body, "created_at"));
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** The conversation is the root of its own events. */
    JsonNode conversation() {
        return body.path("conversation").isObject() ? body.path("conversation") : body;
    }

    long conversationId() {
        return conversation().path("id").asLong(0);
    }

    /** When an agent last looked into the conversation; null where none has. */
    @Nullable Instant seenAt() {
        long seconds = conversation().path("agent_last_seen_at").asLong(0);
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    /** The address that the contact has in the inbox, and those that an agent may have edited. */
    List<String> addresses() {
        JsonNode contact = conversation().path("meta").path("sender");
        List<String> addresses = new ArrayList<>();
        add(addresses, text(conversation().path("contact_inbox"), "source_id"));
        add(addresses, text(contact, "identifier"));
        String phone = text(contact, "phone_number");
        if (phone.matches("\\+\\d{6,15}")) {
            addresses.add(Phones.jid(phone));
        }
        return addresses;
    }

    private static void add(List<String> addresses, String address) {
        if (address.indexOf('@') > 0) {
            addresses.add(address);
        }
    }

    List<Attachment> attachments() {
        List<Attachment> files = new ArrayList<>();
        for (JsonNode attachment : body.path("attachments")) {
            String type = text(attachment, "file_type");
            String url = text(attachment, "data_url");
            if (!url.isEmpty() && !WITHOUT_FILE.contains(type)) {
                String mimetype = text(attachment, "content_type");
                files.add(new Attachment(text(attachment, "id"), type, url, mimetype.isEmpty() ? null : mimetype));
            }
        }
        return files;
    }

    /** Places and contacts, which Chatwoot keeps as attachments without a file. */
    List<JsonNode> others() {
        return body.path("attachments")
                .valueStream()
                .filter(attachment -> WITHOUT_FILE.contains(text(attachment, "file_type")))
                .toList();
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
