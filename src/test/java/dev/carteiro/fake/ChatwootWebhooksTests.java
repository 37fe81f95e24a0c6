package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.carteiro.ScriptedPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a Chatwoot sends, and what becomes of it where nobody takes it. */
class ChatwootWebhooksTests {

    private static final String BASE = "/api/v1/accounts/1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final Heard heard = new Heard(peer);
    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final Caller admin = new Caller(chatwoot.url(), "api_access_token", chatwoot.adminToken());
    private final ChatwootInbox inbox = chatwoot.inbox("WhatsApp", peer.url() + "/hook");
    private long conversation;
    private String messages = "";

    @BeforeEach
    void converse() throws IOException {
        Caller.Reply contact =
                admin.post(BASE + "/contacts", "inbox_id", inbox.id(), "source_id", "ana", "name", "Ana");
        String id = contact.at("/payload/contact/id");
        conversation = admin.post(BASE + "/conversations", "inbox_id", inbox.id(), "contact_id", id, "source_id", "ana")
                .id();
        messages = BASE + "/conversations/" + conversation + "/messages";
        heard.arrived("conversation_created", 1);
    }

    @AfterEach
    void close() {
        admin.close();
        chatwoot.close();
        peer.close();
    }

    @Test
    void sendsAnAgentsMessageWithoutASourceId() {
        long id = chatwoot.agentWrites(conversation, "Olá **mundo**\n");
        JsonNode body = heard.arrived("message_created", 1).getFirst();
        assertThat(body.path("id").asLong()).isEqualTo(id);
        assertThat(body.path("message_type").asString()).isEqualTo("outgoing");
        assertThat(body.path("content").asString()).isEqualTo("Olá **mundo**");
        assertThat(body.path("source_id").isNull()).isTrue();
        assertThat(body.has("attachments")).isFalse();
        assertThat(body.at("/sender/type").asString()).isEqualTo("user");
        assertThat(body.at("/conversation/id").asLong()).isEqualTo(conversation);
        assertThat(body.at("/conversation/contact_inbox/source_id").asString()).isEqualTo("ana");
        assertThat(body.at("/conversation/messages/0/message_type").asInt()).isOne();
    }

    @Test
    void sendsOnesOwnMessagesBackWithTheirSourceId() throws IOException {
        admin.post(messages, "content", "Oi", "message_type", "incoming", "source_id", "WAID:1");
        JsonNode body = heard.arrived("message_created", 1).getFirst();
        assertThat(body.path("source_id").asString()).isEqualTo("WAID:1");
        assertThat(body.path("sender").has("type")).isFalse();
    }

    @Test
    void failsAMessageThatNobodyTakesAndNeverRepeatsIt() {
        peer.when(request -> request.text().contains("\"event\":\"message_")).respond(500);
        chatwoot.agentWrites(conversation, "Oi");
        heard.arrived("message_updated", 1);
        assertThat(chatwoot.messages(conversation))
                .extracting(ChatwootMessage::status, ChatwootMessage::externalError)
                .containsExactly(tuple("failed", "500 Internal Server Error"));
        chatwoot.agentTypes(conversation, true);
        heard.arrived("conversation_typing_on", 1);
        assertThat(heard.bodies("message_created")).hasSize(1);
        assertThat(heard.bodies("message_updated")).hasSize(1);
    }

    @Test
    void tellsOfTheButtonThatRetriesByUpdatesOnly() throws IOException {
        long id = chatwoot.agentWrites(conversation, "Oi");
        admin.call("PATCH", messages + "/" + id, Json.object("status", "failed", "external_error", "no"));
        heard.arrived("message_updated", 1);
        chatwoot.agentPressesRetry(id);
        assertThat(heard.arrived("message_updated", 3)).hasSize(3);
        assertThat(heard.bodies("message_created")).hasSize(1);
    }

    @Test
    void tellsOfADeletionByItsFlag() {
        chatwoot.agentDeletes(chatwoot.agentWrites(conversation, "Oi"));
        JsonNode body = heard.arrived("message_updated", 1).getFirst();
        assertThat(body.at("/content_attributes/deleted").asBoolean()).isTrue();
    }

    @Test
    void tellsOfStatusesWithTheChangeInTheUpdateOnly() {
        chatwoot.agentResolves(conversation);
        JsonNode changed = heard.arrived("conversation_status_changed", 1).getFirst();
        assertThat(changed.path("status").asString()).isEqualTo("resolved");
        assertThat(changed.path("changed_attributes").isNull()).isTrue();
        JsonNode updated = heard.arrived("conversation_updated", 1).getFirst();
        assertThat(updated.at("/changed_attributes/0/status/previous_value").asString())
                .isEqualTo("open");
    }

    @Test
    void sendsTheSurveyWithItsLink() {
        chatwoot.csat(conversation);
        JsonNode body = heard.arrived("message_created", 1).getFirst();
        assertThat(body.path("message_type").asString()).isEqualTo("template");
        assertThat(body.path("content").asString()).contains("/survey/responses/");
        assertThat(body.path("sender").isNull()).isTrue();
    }

    @Test
    void signsTheTimeAndTheBody() throws GeneralSecurityException {
        chatwoot.signs(true);
        chatwoot.agentTypes(conversation, false);
        heard.arrived("conversation_typing_off", 1);
        ScriptedPeer.Request request = peer.requests("conversation_typing_off").getFirst();
        String signed = request.header("x-chatwoot-timestamp") + "." + request.text();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(inbox.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        assertThat(request.header("x-chatwoot-signature")).isEqualTo("sha256=" + expected);
        assertThat(request.header("x-chatwoot-delivery")).isNotBlank();
    }

    @Test
    void canSendTheWebhookBeforeItAnswers() throws IOException {
        chatwoot.webhookBeforeAnswer(true);
        admin.post(messages, "content", "Oi", "source_id", "1");
        assertThat(heard.bodies("message_created")).hasSize(1);
    }

    @Test
    void sendsToAccountWebhooksWhatTheySubscribedTo() throws IOException {
        try (ScriptedPeer account = ScriptedPeer.start()) {
            chatwoot.accountWebhook(account.url(), "contact_created");
            admin.post(BASE + "/contacts", "name", "Eva");
            await().atMost(PATIENCE)
                    .until(() -> !account.requests("contact_created").isEmpty());
            assertThat(account.requests()).hasSize(1);
        }
    }
}
