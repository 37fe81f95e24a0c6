package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may call, and what a Chatwoot makes of conversations and inboxes. */
class ChatwootServerTests {

    private static final String BASE = "/api/v1/accounts/1";

    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final Caller admin = caller(chatwoot.adminToken());
    private final Caller agent = caller(chatwoot.agentToken());
    private final Caller bot = caller(chatwoot.botToken());
    private final ChatwootInbox whatsApp = chatwoot.inbox("WhatsApp", null);
    private final long inbox = whatsApp.id();

    private Caller caller(String token) {
        return new Caller(chatwoot.url(), "api_access_token", token);
    }

    @AfterEach
    void close() {
        admin.close();
        agent.close();
        bot.close();
        chatwoot.close();
    }

    @CanIgnoreReturnValue
    private Caller.Reply conversation(Caller.Reply contact) throws IOException {
        return admin.post(
                BASE + "/conversations",
                "inbox_id",
                inbox,
                "contact_id",
                contact.at("/payload/contact/id"),
                "source_id",
                "5511988887777");
    }

    @Test
    void refusesAsChatwootRefuses() throws IOException {
        try (Caller stranger = caller("nonsense");
                Caller nobody = new Caller(chatwoot.url(), "x-nothing", "there")) {
            assertThat(stranger.get(BASE + "/inboxes"))
                    .returns(401, Caller.Reply::status)
                    .returns("Invalid Access Token", reply -> reply.at("/error"));
            assertThat(nobody.get(BASE + "/inboxes").at("/errors/0")).startsWith("You need to sign in");
        }
        assertThat(admin.get("/api/v1/accounts/2/inboxes"))
                .returns(401, Caller.Reply::status)
                .returns("You are not authorized to access this account", reply -> reply.at("/error"));
        assertThat(bot.get(BASE + "/conversations/1/messages").at("/error"))
                .isEqualTo("Access to this endpoint is not authorized for bots");
        assertThat(agent.post(BASE + "/inboxes", "name", "Mine"))
                .returns(401, Caller.Reply::status)
                .returns("You are not authorized to do this action", reply -> reply.at("/error"));
        assertThat(agent.get("/api/v1/profile").at("/accounts/0/role")).isEqualTo("agent");
    }

    @Test
    void makesALinkOfItsOwnEachTimeWithoutASourceId() throws IOException {
        long eva = chatwoot.agentAddsContact("Eva", null);
        admin.post(BASE + "/conversations", "inbox_id", inbox, "contact_id", eva);
        admin.post(BASE + "/conversations", "inbox_id", inbox, "contact_id", eva);
        assertThat(chatwoot.contactInboxes())
                .extracting(ChatwootContactInbox::sourceId)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void findsConversationsBySourceIdAndStatus() throws IOException {
        Caller.Reply made = conversation(Ana.in(admin, inbox));
        assertThat(made.at("/status")).isEqualTo("open");
        assertThat(made.body().has("contact_inbox")).isFalse();
        String list = BASE + "/conversations?inbox_id=" + inbox + "&source_id=5511988887777";
        assertThat(admin.get(list).at("/data/payload/0/id")).isEqualTo(made.at("/id"));
        chatwoot.agentResolves(made.id());
        assertThat(admin.get(list).at("/data/payload")).isEqualTo("[]");
        assertThat(admin.get(list + "&status=all").at("/data/meta/all_count")).isEqualTo("1");
    }

    @Test
    void staysWithOneConversationWhereLocked() throws IOException {
        Caller.Reply contact = Ana.in(admin, inbox);
        whatsApp.lockToSingleConversation(true);
        Caller.Reply first = conversation(contact);
        chatwoot.agentResolves(first.id());
        Caller.Reply second = conversation(contact);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.at("/status")).isEqualTo("resolved");
    }

    @Test
    void beginsAsPendingWithABotWhichHandsOver() throws IOException {
        whatsApp.bot(true);
        Caller.Reply made = conversation(Ana.in(admin, inbox));
        assertThat(made.at("/status")).isEqualTo("pending");
        String toggle = BASE + "/conversations/" + made.id() + "/toggle_status";
        Caller.Reply handoff = bot.post(toggle, "status", "open");
        assertThat(handoff.at("/payload/success")).isEqualTo("null");
        assertThat(handoff.at("/payload/current_status")).isEqualTo("open");
        assertThat(admin.post(toggle).at("/payload/current_status")).isEqualTo("resolved");
    }

    @Test
    void assignsTheAgentWhoOpens() throws IOException {
        long id = conversation(Ana.in(admin, inbox)).id();
        chatwoot.agentResolves(id);
        agent.post(BASE + "/conversations/" + id + "/toggle_status", "status", "open");
        assertThat(chatwoot.conversations().getFirst().assignee()).isEqualTo("Bruno Lima");
    }

    @Test
    void replacesLabelsAndAttributes() throws IOException {
        String path =
                BASE + "/conversations/" + conversation(Ana.in(admin, inbox)).id();
        admin.post(path + "/labels", "labels", List.of("a", "b"));
        assertThat(admin.post(path + "/labels", "labels", List.of("c")).at("/payload"))
                .isEqualTo("[\"c\"]");
        admin.post(path + "/custom_attributes", "custom_attributes", Json.object("a", 1));
        assertThat(admin.post(path + "/custom_attributes", "custom_attributes", Json.object("b", 2))
                        .at("/custom_attributes"))
                .isEqualTo("{\"b\":2}");
    }

    @Test
    void tellsSecretsToAdministratorsOnly() throws IOException {
        Caller.Reply made = admin.post(
                BASE + "/inboxes", "name", "New", "channel", Json.object("type", "api", "webhook_url", "http://x/y"));
        String path = BASE + "/inboxes/" + made.id();
        assertThat(made.at("/secret")).isEqualTo(chatwoot.inboxes().getLast().secret());
        assertThat(agent.get(path).body().has("secret")).isFalse();
        admin.call("PATCH", path, Json.object("channel", Json.object("webhook_url", "http://x/z")));
        assertThat(agent.get(path).at("/webhook_url")).isEqualTo("http://x/z");
        assertThat(agent.get(path).at("/name")).isEqualTo("New");
    }

    @Test
    void keepsItsCalls() throws IOException {
        admin.post(BASE + "/contacts", "phone_number", "1");
        assertThat(chatwoot.calls()).containsExactly(new Call("POST", BASE + "/contacts", 422, Fault.Kind.NONE));
    }
}
