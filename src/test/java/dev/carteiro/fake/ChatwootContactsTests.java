package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a Chatwoot makes of contacts. */
class ChatwootContactsTests {

    private static final String BASE = "/api/v1/accounts/1";

    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final Caller admin = new Caller(chatwoot.url(), "api_access_token", chatwoot.adminToken());
    private final ChatwootInbox whatsApp = chatwoot.inbox("WhatsApp", null);
    private final long inbox = whatsApp.id();

    @AfterEach
    void close() {
        admin.close();
        chatwoot.close();
    }

    @Test
    void makesAContactWithItsSourceId() throws IOException {
        Caller.Reply made = Ana.in(admin, inbox);
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.at("/payload/contact_inbox/source_id")).isEqualTo("5511988887777");
        Caller.Reply found =
                admin.post(BASE + "/contact_inboxes/filter", "inbox_id", inbox, "source_id", "5511988887777");
        assertThat(found.at("/id")).isEqualTo(made.at("/payload/contact/id"));
        assertThat(found.at("/contact_inboxes/0/inbox/channel_type")).isEqualTo("Channel::Api");
        assertThat(admin.post(BASE + "/contact_inboxes/filter", "inbox_id", inbox, "source_id", "unknown"))
                .returns(404, Caller.Reply::status)
                .returns("", Caller.Reply::text);
        assertThat(admin.get(BASE + "/contacts/search?q=%2B55119").at("/payload/0/name"))
                .isEqualTo("Ana");
        assertThat(admin.get(BASE + "/contacts/search").at("/payload")).isEqualTo("[]");
    }

    @Test
    void filtersByPhoneWithOrWithoutPlus() throws IOException {
        String id = Ana.in(admin, inbox).at("/payload/contact/id");
        List<Object> conditions = List.of(
                Json.object(
                        "attribute_key", "phone_number",
                        "filter_operator", "equal_to",
                        "values", List.of("551188887777"),
                        "query_operator", "OR"),
                Json.object(
                        "attribute_key",
                        "phone_number",
                        "filter_operator",
                        "equal_to",
                        "values",
                        List.of("5511988887777"),
                        "query_operator",
                        null));
        assertThat(admin.post(BASE + "/contacts/filter", "payload", conditions).at("/payload/0/id"))
                .isEqualTo(id);
        List<Object> unknown = List.of(Json.object("attribute_key", "shoes", "filter_operator", "equal_to"));
        assertThat(admin.post(BASE + "/contacts/filter", "payload", unknown)).returns(422, Caller.Reply::status);
    }

    @Test
    void keepsContactsUnique() throws IOException {
        Ana.in(admin, inbox);
        Caller.Reply phone = admin.post(BASE + "/contacts", "name", "Eva", "phone_number", "+5511988887777");
        assertThat(phone.status()).isEqualTo(422);
        assertThat(phone.text())
                .isEqualTo("{\"message\":\"Phone number has already been taken\",\"attributes\":[\"phone_number\"]}");
        Caller.Reply identifier = admin.post(BASE + "/contacts", "identifier", "5511988887777@s.whatsapp.net");
        assertThat(identifier.at("/message")).isEqualTo("Identifier has already been taken");
        Caller.Reply form = admin.post(BASE + "/contacts", "phone_number", "11988887777");
        assertThat(form.at("/message")).isEqualTo("Phone number should be in e164 format");
        Caller.Reply source =
                admin.post(BASE + "/contacts", "inbox_id", inbox, "source_id", "5511988887777", "name", "Eva");
        assertThat(source.status()).isEqualTo(500);
        assertThat(chatwoot.contacts()).hasSize(1);
    }

    @Test
    void losesARaceWithTheContactThere() throws IOException {
        chatwoot.raceOnCreate(1);
        assertThat(Ana.in(admin, inbox).status()).isEqualTo(500);
        assertThat(chatwoot.contacts()).extracting(ChatwootContact::name).containsExactly("Ana");
        assertThat(chatwoot.contactInboxes())
                .extracting(ChatwootContactInbox::sourceId)
                .containsExactly("5511988887777");
        assertThat(Ana.in(admin, inbox).status()).isEqualTo(422);
    }

    @Test
    void givesASourceIdToOneContactOnly() throws IOException {
        Ana.in(admin, inbox);
        long eva = chatwoot.agentAddsContact("Eva", null);
        assertThat(admin.post(
                        BASE + "/contacts/" + eva + "/contact_inboxes",
                        "inbox_id",
                        inbox,
                        "source_id",
                        "5511988887777"))
                .returns(500, Caller.Reply::status);
        assertThat(admin.post(
                        BASE + "/conversations", "inbox_id", inbox, "contact_id", eva, "source_id", "5511988887777"))
                .returns(422, Caller.Reply::status)
                .returns("source_id should be unique", reply -> reply.at("/error"));
    }

    @Test
    void upsertsContactsForVisitors() throws IOException {
        String id = Ana.in(admin, inbox).at("/payload/contact/id");
        String path = "/public/api/v1/inboxes/" + whatsApp.identifier() + "/contacts";
        assertThat(admin.post(path, "source_id", "5511988887777", "name", "Other")
                        .at("/id"))
                .isEqualTo(id);
        assertThat(admin.post(path, "source_id", "new", "phone_number", "+5511988887777")
                        .at("/id"))
                .isEqualTo(id);
        assertThat(admin.post(path, "source_id", "fresh", "name", "Eva").at("/name"))
                .isEqualTo("Eva");
        assertThat(admin.get(path + "/nobody")).returns(404, Caller.Reply::status);
        assertThat(chatwoot.contacts()).extracting(ChatwootContact::name).containsExactly("Ana", "Eva");
    }

    @Test
    void mergesContacts() throws IOException {
        String id = Ana.in(admin, inbox).at("/payload/contact/id");
        long eva = chatwoot.agentAddsContact("Eva", null);
        Caller.Reply merged =
                admin.post(BASE + "/actions/contact_merge", "base_contact_id", eva, "mergee_contact_id", id);
        assertThat(merged.at("/phone_number")).isEqualTo("+5511988887777");
        assertThat(chatwoot.contactInboxes())
                .extracting(ChatwootContactInbox::contactId)
                .containsExactly(eva);
        assertThat(admin.get(BASE + "/contacts/" + id)).returns(404, Caller.Reply::status);
    }
}
