package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Chatwoot makes of messages. */
class ChatwootMessagesTests {

    private static final String BASE = "/api/v1/accounts/1";

    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final Caller admin = new Caller(chatwoot.url(), "api_access_token", chatwoot.adminToken());
    private final ChatwootInbox inbox = chatwoot.inbox("WhatsApp", null);
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
    }

    @AfterEach
    void close() {
        admin.close();
        chatwoot.close();
    }

    @CanIgnoreReturnValue
    private Caller.Reply incoming(String text, String sourceId) throws IOException {
        return admin.post(messages, "content", text, "message_type", "incoming", "source_id", sourceId);
    }

    @Test
    void answersWithIntegersAndTheDisplayId() throws IOException {
        Caller.Reply made = admin.post(messages, "content", "Oi", "message_type", "incoming", "echo_id", "e1");
        assertThat(made.at("/message_type")).isEqualTo("0");
        assertThat(made.at("/conversation_id")).isEqualTo(String.valueOf(conversation));
        assertThat(made.at("/status")).isEqualTo("sent");
        assertThat(made.at("/echo_id")).isEqualTo("e1");
        assertThat(made.body().path("created_at").isIntegralNumber()).isTrue();
        assertThat(made.at("/sender/type")).isEqualTo("contact");
    }

    @Test
    void takesTheSameSourceIdTwice() throws IOException {
        incoming("Oi", "WAID:1");
        incoming("Oi", "WAID:1");
        assertThat(chatwoot.messages(conversation))
                .extracting(ChatwootMessage::sourceId)
                .containsExactly("WAID:1", "WAID:1");
    }

    @Test
    void resolvesAQuoteInsideTheConversationOnly() throws IOException {
        long quoted = incoming("Oi", "WAID:1").id();
        Caller.Reply known = admin.post(
                messages, "content", "a", "content_attributes", Json.object("in_reply_to_external_id", "WAID:1"));
        assertThat(known.at("/content_attributes/in_reply_to")).isEqualTo(String.valueOf(quoted));
        Caller.Reply unknown = admin.post(
                messages, "content", "b", "content_attributes", Json.object("in_reply_to_external_id", "WAID:9"));
        assertThat(unknown.at("/content_attributes"))
                .isEqualTo("{\"in_reply_to_external_id\":null,\"in_reply_to\":null}");
    }

    @Test
    void reopensOnIncoming() throws IOException {
        chatwoot.agentResolves(conversation);
        incoming("Oi", "1");
        assertThat(status()).isEqualTo("open");
        chatwoot.agentSnoozes(conversation);
        incoming("Oi", "2");
        assertThat(status()).isEqualTo("open");
        inbox.bot(true);
        chatwoot.agentResolves(conversation);
        incoming("Oi", "3");
        assertThat(status()).isEqualTo("pending");
    }

    private String status() {
        return chatwoot.conversations().getFirst().status();
    }

    @Test
    void keepsTheRulesOfStatuses() throws IOException {
        long id = admin.post(messages, "content", "Oi").id();
        assertThat(patch(id, "failed", "no such number").at("/content_attributes/external_error"))
                .isEqualTo("no such number");
        assertThat(patch(id, "read", "ignored").at("/content_attributes/external_error"))
                .isEqualTo("null");
        assertThat(patch(id, "delivered", "").at("/status")).isEqualTo("read");
        assertThat(patch(id, "played", "").at("/status")).isEqualTo("read");
        assertThat(patch(id, "sent", "").at("/status")).isEqualTo("sent");
    }

    @CanIgnoreReturnValue
    private Caller.Reply patch(long id, String status, String error) throws IOException {
        return admin.call("PATCH", messages + "/" + id, Json.object("status", status, "external_error", error));
    }

    @Test
    void retriesAsSentWithoutAttributes() throws IOException {
        long id = admin.post(messages, "content", "Oi").id();
        patch(id, "failed", "no");
        Caller.Reply retried = admin.post(messages + "/" + id + "/retry");
        assertThat(retried.at("/status")).isEqualTo("sent");
        assertThat(retried.at("/content_attributes")).isEqualTo("{}");
    }

    @Test
    void hashesWhatIsUploaded() throws IOException {
        Media photo = Media.of(
                "férias \"1\".jpg".replace("\"", ""), "image/jpeg", "\r\n--x\r\r\n".getBytes(StandardCharsets.UTF_8));
        Media video = Media.generated("large.mp4", "video/mp4", 3_000_001, 7);
        Caller.Reply made = admin.upload(
                messages,
                List.of("content", "Olha", "message_type", "incoming", "content_attributes", "{\"a\":1}"),
                List.of(photo, video));
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.at("/content_attributes/a")).isEqualTo("1");
        assertThat(made.at("/attachments/1/file_type")).isEqualTo("video");
        assertThat(chatwoot.messages(conversation).getFirst().attachments())
                .extracting(
                        ChatwootMessage.Attachment::name,
                        ChatwootMessage.Attachment::size,
                        ChatwootMessage.Attachment::sha256)
                .containsExactly(
                        tuple(photo.name(), photo.size(), photo.sha256()),
                        tuple(video.name(), video.size(), video.sha256()));
    }

    @Test
    void redirectsToFilesWhichMayComeLate() throws IOException {
        chatwoot.blobsLateBy(1);
        chatwoot.agentSends(conversation, "a file", Media.generated("a.pdf", "application/pdf", 2_000_000, 3));
        String address = admin.get(messages).at("/payload/0/attachments/0/data_url");
        Caller.Reply redirect = admin.get(address);
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(admin.get(redirect.location())).returns(404, Caller.Reply::status);
        assertThat(admin.get(redirect.location())).returns(200, Caller.Reply::status);
    }

    @Test
    void deletesContentAndFiles() throws IOException {
        long id = chatwoot.agentSends(conversation, "a file", Media.of("a.txt", "text/plain", new byte[9]));
        Caller.Reply deleted = admin.call("DELETE", messages + "/" + id, null);
        assertThat(deleted.at("/content")).isEqualTo("This message was deleted");
        assertThat(deleted.at("/content_attributes")).isEqualTo("{\"deleted\":true}");
        assertThat(chatwoot.messages(conversation).getFirst())
                .returns(true, ChatwootMessage::deleted)
                .returns(List.of(), ChatwootMessage::attachments);
    }

    @Test
    void refusesWhatIsTooMuch() throws IOException {
        assertThat(incoming("x".repeat(150_000), "1").status()).isEqualTo(200);
        assertThat(incoming("x".repeat(150_001), "2").at("/error")).contains("Content is too long");
        Media file = Media.of("a.txt", "text/plain", new byte[1]);
        assertThat(admin.upload(messages, List.of(), Collections.nCopies(16, file))
                        .at("/error"))
                .isEqualTo("Validation failed: Attachments exceeded maximum allowed");
        chatwoot.limitMessagesPerMinute(1);
        assertThat(incoming("Oi", "3").at("/error")).isEqualTo("Validation failed: Too many messages");
    }

    @Test
    void refusesByWishWithoutAMessage() throws IOException {
        chatwoot.failsOnMessages(1, "connection pool exhausted");
        assertThat(incoming("Oi", "1"))
                .returns(422, Caller.Reply::status)
                .returns("connection pool exhausted", reply -> reply.at("/error"));
        assertThat(chatwoot.messages()).isEmpty();
        assertThat(incoming("Oi", "1").status()).isEqualTo(200);
    }

    @Test
    void pagesMessagesByTheirIds() throws IOException {
        for (int i = 0; i < 25; i++) {
            incoming("m" + i, "s" + i);
        }
        assertThat(admin.get(messages).at("/payload/0/content")).isEqualTo("m5");
        List<ChatwootMessage> all = chatwoot.messages(conversation);
        Caller.Reply after = admin.get(messages + "?after=" + all.get(2).id());
        assertThat(after.body().path("payload")).hasSize(22);
        assertThat(after.at("/payload/0/content")).isEqualTo("m3");
        Caller.Reply before = admin.get(messages + "?before=" + all.get(2).id());
        assertThat(before.body().path("payload")).hasSize(2);
    }

    @Test
    void findsNoMessageElsewhere() throws IOException {
        long id = incoming("Oi", "1").id();
        assertThat(admin.call("DELETE", BASE + "/conversations/999/messages/" + id, null))
                .returns(404, Caller.Reply::status)
                .returns("Resource could not be found", reply -> reply.at("/error"));
    }

    @Test
    void readsOutgoingMessagesWhenTheContactHasSeenThem() throws IOException {
        chatwoot.agentWrites(conversation, "Oi");
        String identifier = inbox.identifier();
        admin.post("/public/api/v1/inboxes/%s/contacts/ana/conversations/%d/update_last_seen"
                .formatted(identifier, conversation));
        assertThat(chatwoot.messages(conversation))
                .extracting(ChatwootMessage::status)
                .containsExactly("read");
    }
}
