package dev.carteiro.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.store.DatabaseServer;
import dev.carteiro.takeover.Takeovers.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who has a conversation, as the log tells it. */
@ExtendWith(DatabaseServer.Provider.class)
class TakeoversIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Rules PENDING = new Rules(List.of("pending"), Duration.ofHours(12));
    private static final ConversationKey KEY = new ConversationKey("1", "42");
    private static final String PERSON = "a person has written";

    private final DatabaseServer.Own server;
    private final Takeovers takeovers;
    private final LoggedConversation log;
    private double updated = 1_781_700_000;

    TakeoversIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        takeovers = new Takeovers(server.database());
        log = new LoggedConversation(server.database(), KEY);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String now() {
        return Objects.requireNonNull(takeovers
                .now(KEY, PENDING, Instant.now())
                .defaultIfEmpty("free")
                .block(PATIENCE));
    }

    private String since(long position) {
        return Objects.requireNonNull(takeovers
                .since(KEY, PENDING.statuses(), position)
                .defaultIfEmpty("free")
                .block(PATIENCE));
    }

    private String conversation(String status, String meta) {
        updated += 1;
        return "\"id\":42,\"status\":\"" + status + "\",\"meta\":{" + meta + "},\"updated_at\":" + updated;
    }

    private String message(String direction, String sender, String attributes, String status) {
        return "{\"event\":\"message_created\",\"message_type\":\"" + direction + "\",\"sender\":" + sender
                + ",\"content_attributes\":" + attributes + ",\"conversation\":{"
                + conversation(status, "\"assignee\":null") + "}}";
    }

    @CanIgnoreReturnValue
    private long customer(String status) {
        return log.append("message.received", "{}", message("incoming", "{\"id\":1}", "{}", status));
    }

    @CanIgnoreReturnValue
    private long agent(Instant at) {
        return log.append(
                "message.sent", "{\"private\":false}", message("outgoing", "{\"type\":\"user\"}", "{}", "pending"), at);
    }

    @CanIgnoreReturnValue
    private long changed(String event, String status, String meta) {
        return log.append(
                "conversation.changed", "{}", "{\"event\":\"" + event + "\"," + conversation(status, meta) + "}");
    }

    @Test
    void isTheAgentsWhereNobodyIsThere() {
        assertThat(now()).isEqualTo("free");
        customer("pending");
        assertThat(now()).isEqualTo("free");
        customer("open");
        assertThat(now()).isEqualTo("the conversation is open");
    }

    @Test
    void opensAgainWhatWasResolved() {
        customer("resolved");
        assertThat(now()).isEqualTo("free");
        assertThat(since(0)).isEqualTo("the conversation is resolved");
    }

    @Test
    void isAPersonsForAWhileAfterTheyHaveWritten() {
        agent(Instant.now().minus(Duration.ofHours(13)));
        customer("pending");
        assertThat(now()).isEqualTo("free");
        agent(Instant.now());
        customer("pending");
        changed("conversation_updated", "pending", "\"assignee\":null");
        assertThat(now()).isEqualTo(PERSON);
        changed("conversation_status_changed", "pending", "\"assignee\":null");
        assertThat(now()).isEqualTo("free");
    }

    @Test
    void knowsAgentsAnswersNotesAndBotsFromPeople() {
        long question = customer("pending");
        log.append(
                "message.sent",
                "{\"private\":false}",
                message("outgoing", "{\"type\":\"user\"}", "{\"data\":{\"carteiro\":\"reply#7\"}}", "pending"));
        log.append("message.sent", "{\"private\":true}", message("outgoing", "{\"type\":\"user\"}", "{}", "pending"));
        log.append(
                "message.sent",
                "{\"private\":false}",
                message("outgoing", "{\"type\":\"agent_bot\"}", "{}", "pending"));
        log.append("message.sent", "{\"private\":false}", message("template", "null", "{}", "pending"));
        assertThat(now()).isEqualTo("free");
        assertThat(since(question)).isEqualTo("free");
    }

    @Test
    void knowsThePhoneFromTheApi() {
        long question = log.append("message.received", "{}", "{\"event\":\"messages.upsert\"}");
        log.append("message.sent", "{}", "{\"event\":\"send.message\"}");
        log.append("message.sent", "{}", "{\"event\":\"SEND_MESSAGE\"}");
        assertThat(since(question)).isEqualTo("free");
        log.append("message.sent", "{}", "{\"event\":\"messages.upsert\"}");
        assertThat(since(question)).isEqualTo(PERSON);
        assertThat(now()).isEqualTo(PERSON);
    }

    /** Webhooks overtake each other: what was updated last counts. */
    @Test
    void believesTheLatestWordOfTheStanding() {
        String late = "{\"event\":\"conversation_updated\"," + conversation("open", "\"assignee\":null") + "}";
        changed("conversation_status_changed", "pending", "\"assignee\":null");
        log.append("conversation.changed", "{}", late);
        assertThat(now()).isEqualTo("free");
    }

    @Test
    void hearsOfChangesThatDoNotTellTheirAccount() {
        log.append(
                "message.received",
                "{}",
                "{\"message_type\":\"incoming\",\"conversation\":{\"inbox_id\":7,"
                        + conversation("pending", "\"assignee\":null") + "}}");
        LoggedConversation unknown = new LoggedConversation(server.database(), new ConversationKey("unknown", "42"));
        String change = "{\"event\":\"conversation_status_changed\",\"inbox_id\":%d," + conversation("open", "") + "}";
        unknown.append("conversation.changed", "{}", change.formatted(8));
        assertThat(now()).as("of another inbox").isEqualTo("free");
        unknown.append("conversation.changed", "{}", change.formatted(7));
        assertThat(now()).isEqualTo("the conversation is open");
    }

    @Test
    void yieldsToAnAssigneeButNotToABot() {
        long question = customer("pending");
        changed(
                "conversation_updated",
                "pending",
                "\"assignee\":{\"id\":9,\"type\":\"agent_bot\"},\"assignee_type\":\"AgentBot\"");
        assertThat(since(question)).isEqualTo("free");
        changed(
                "conversation_updated",
                "pending",
                "\"assignee\":{\"id\":4,\"type\":\"user\"},\"assignee_type\":\"User\"");
        assertThat(since(question)).isEqualTo("the conversation is assigned to a person");
    }

    @Test
    void looksAtNothingBeforeTheQuestionAndAtNoOtherConversation() {
        agent(Instant.now());
        long question = customer("pending");
        assertThat(since(question)).isEqualTo("free");
        LoggedConversation other = new LoggedConversation(server.database(), new ConversationKey("2", "42"));
        other.append("message.sent", "{}", "{\"event\":\"messages.upsert\"}");
        assertThat(since(question)).isEqualTo("free");
    }
}
