package dev.carteiro.bridge;

import static dev.carteiro.bridge.TestReplies.chatwoot;
import static dev.carteiro.bridge.TestReplies.isFine;
import static dev.carteiro.bridge.TestReplies.isProblem;
import static dev.carteiro.bridge.TestReplies.isUnknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.bridge.Inbox.Known;
import dev.carteiro.bridge.Inbox.Wanted;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.chatwoot.ChatwootReply.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class InboxChecksTests {

    private static final String OURS = "http://carteiro:8802/chatwoot/webhook/Loja?token=s3cret";

    private static Wanted wanted(boolean autoCreate, @Nullable String url) {
        return new Wanted("http://chatwoot:3000 1 Loja", "Loja", autoCreate, url, "Loja");
    }

    private static ChatwootReply inboxes(String channel, String url) {
        return chatwoot("{'payload':[{'id':3,'name':'E-mail','channel_type':'Channel::Email'},{'id':7,'name':'Loja',"
                + "'channel_type':'" + channel + "','webhook_url':'" + url + "'}]}");
    }

    private static List<Finding> of(ChatwootReply inboxes, @Nullable Known known, Wanted wanted) {
        JsonNode inbox = InboxChecks.find(inboxes, known, wanted);
        return InboxChecks.of(inboxes, known, inbox, wanted);
    }

    @Test
    void isContentWithAnInboxThatSendsToUs() {
        assertThat(of(inboxes("Channel::Api", OURS), null, wanted(false, OURS)))
                .hasSize(2)
                .allSatisfy(TestReplies::isFine)
                .allSatisfy(finding -> assertThat(finding.detail()).doesNotContain("s3cret"));
    }

    @Test
    void followsAnInboxThatWasRenamed() {
        ChatwootReply renamed = chatwoot(
                "{'payload':[{'id':7,'name':'Shop','channel_type':'Channel::Api','webhook_url':'" + OURS + "'}]}");

        assertThat(of(renamed, new Known(7, null), wanted(false, OURS))).allSatisfy(TestReplies::isFine);
        isProblem(of(renamed, null, wanted(false, OURS)).getFirst(), "no inbox \"Loja\"", "auto-create");
        isProblem(of(renamed, new Known(8, null), wanted(false, OURS)).getFirst(), "writes to inbox 8", "was deleted");
    }

    @Test
    void leavesAnInboxThatIsToBeMadeForLater() {
        ChatwootReply none = chatwoot("{'payload':[]}");

        assertThat(of(none, null, wanted(true, OURS))).hasSize(2).allSatisfy(TestReplies::isFine);
    }

    @Test
    void saysWhereAnInboxSendsInstead() {
        ChatwootReply evolutions = inboxes("Channel::Api", "http://evolution:8080/chatwoot/webhook/Loja?token=0ld");
        Finding webhook = of(evolutions, null, wanted(false, OURS)).getLast();

        isProblem(
                webhook,
                "sends to http://evolution:8080/chatwoot/webhook/Loja instead of"
                        + " http://carteiro:8802/chatwoot/webhook/Loja",
                "Set the inbox's webhook URL to http://carteiro:8802/chatwoot/webhook/Loja");
        assertThat(webhook.detail() + webhook.remedy()).doesNotContain("s3cret").doesNotContain("0ld");
        isProblem(
                of(inboxes("Channel::Api", ""), null, wanted(false, OURS)).getLast(),
                "no webhook URL",
                "Set the inbox's webhook URL");
    }

    @Test
    void wantsToKnowHowWeAreReached() {
        isProblem(
                of(inboxes("Channel::Api", OURS), null, wanted(false, null)).getLast(),
                "Nobody has said how Chatwoot reaches us",
                "carteiro.public-url");
    }

    @Test
    void refusesAnInboxOfAnotherKind() {
        List<Finding> findings = of(inboxes("Channel::WebWidget", ""), null, wanted(false, OURS));

        assertThat(findings).hasSize(1);
        isProblem(findings.getFirst(), "is of the kind Channel::WebWidget", "of the kind API");
    }

    @Test
    void knowsNothingWhereChatwootSaysNothing() {
        List<Finding> findings = of(chatwoot(Fault.UNAUTHORIZED, 401, "status 401"), null, wanted(false, OURS));

        assertThat(findings).hasSize(2).allSatisfy(finding -> isUnknown(finding, "status 401"));
        Finding hidden = of(
                        chatwoot("{'payload':[{'id':7,'name':'Loja','channel_type':'Channel::Api'}]}"),
                        null,
                        wanted(false, OURS))
                .getLast();
        isUnknown(hidden, "does not tell the inbox's webhook URL");
        isFine(of(inboxes("Channel::Api", OURS), null, wanted(true, OURS)).getFirst());
    }
}
