package dev.carteiro;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A conversation of Chatwoot's as its webhooks tell of it. */
final class ChatwootBodies {

    private static final AtomicLong NUMBERS = new AtomicLong(System.currentTimeMillis() % 1_000_000_000L * 100);

    private final long conversation = NUMBERS.incrementAndGet();
    private String status = "pending";
    private String assignee = "null";
    private boolean old;

    long conversation() {
        return conversation;
    }

    /** The conversation's number, as events name it. */
    String name() {
        return Long.toString(conversation);
    }

    /** Before 4.14.2, Chatwoot does not tell the account where it tells of a conversation. */
    @CanIgnoreReturnValue
    ChatwootBodies ofAnOldChatwoot() {
        old = true;
        return this;
    }

    @CanIgnoreReturnValue
    ChatwootBodies is(String newStatus) {
        status = newStatus;
        return this;
    }

    @CanIgnoreReturnValue
    ChatwootBodies assignedTo(String type) {
        assignee = "{\"id\":4,\"name\":\"Bia\",\"type\":\"" + type + "\"}";
        return this;
    }

    String customerWrites(String text) {
        return message("incoming", false, "{\"id\":12,\"name\":\"Ana\",\"phone_number\":\"+5511988887777\"}", text);
    }

    String agentWrites(String text) {
        return message("outgoing", false, "{\"id\":4,\"name\":\"Bia\",\"type\":\"user\"}", text);
    }

    String agentNotes(String text) {
        return message("outgoing", true, "{\"id\":4,\"name\":\"Bia\",\"type\":\"user\"}", text);
    }

    String botWrites(String text) {
        return message("outgoing", false, "{\"id\":9,\"name\":\"Bot\",\"type\":\"agent_bot\"}", text);
    }

    /** The status as it is now, told as a change. */
    String statusChanged() {
        return conversation("\"event\":\"conversation_status_changed\",\"changed_attributes\":null,");
    }

    /** Another change, which repeats the status. */
    String labelled() {
        return conversation("\"event\":\"conversation_updated\","
                + "\"changed_attributes\":[{\"label_list\":{\"previous_value\":[],\"current_value\":[\"vip\"]}}],");
    }

    private String message(String type, boolean internal, String sender, String text) {
        return """
                {"event":"message_created","account":{"id":1,"name":"Acme"},"id":%d,"content":"%s","content_type":"text",
                 "content_attributes":{},"message_type":"%s","private":%s,"sender":%s,"source_id":null,
                 "created_at":"%s","inbox":{"id":7,"name":"WhatsApp"},"conversation":%s}
                """.formatted(NUMBERS.incrementAndGet(), text, type, internal, sender, Instant.now(), conversation(""));
    }

    private String conversation(String members) {
        return """
                {%s"id":%d,"inbox_id":7,"status":"%s","labels":[],
                 "contact_inbox":{"source_id":"5511988887777@s.whatsapp.net"},"custom_attributes":{},
                 "meta":{"sender":{"id":12,"name":"Ana","identifier":"5511988887777@s.whatsapp.net","phone_number":"+5511988887777"},
                         "assignee":%s,"assignee_type":%s},
                 "timestamp":%d,"created_at":1781690000,"updated_at":%s}
                """.formatted(
                        old ? members : members + "\"account\":{\"id\":1,\"name\":\"Acme\"},",
                        conversation,
                        status,
                        assignee,
                        assignee.contains("agent_bot") ? "\"AgentBot\"" : assignee.equals("null") ? "null" : "\"User\"",
                        System.currentTimeMillis() / 1000,
                        System.currentTimeMillis() / 1000.0);
    }
}
