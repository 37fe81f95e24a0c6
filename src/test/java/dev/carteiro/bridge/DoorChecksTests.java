package dev.carteiro.bridge;

import static dev.carteiro.bridge.TestReplies.chatwoot;
import static dev.carteiro.bridge.TestReplies.isFine;
import static dev.carteiro.bridge.TestReplies.isProblem;
import static dev.carteiro.bridge.TestReplies.isUnknown;
import static dev.carteiro.bridge.TestReplies.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.chatwoot.ChatwootReply.Fault;
import dev.carteiro.source.Demand;
import dev.carteiro.source.SourceType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoorChecksTests {

    private static final String OURS = "http://carteiro:8802/chatwoot/webhook/Loja";

    private static @Nullable Demand demand(String keys) {
        return TestReplies.sources("carteiro: { sources: { cw: { type: chatwoot" + keys + " } } }")
                .demand(SourceType.CHATWOOT)
                .orElse(null);
    }

    private static Finding secret(String url, String secret, String keys) {
        return DoorChecks.secret(
                json("{'webhook_url':'" + url + "'" + (secret.isEmpty() ? "" : ",'secret':'" + secret + "'") + "}"),
                demand(keys));
    }

    private static Finding twice(String... urls) {
        StringBuilder webhooks = new StringBuilder();
        for (String url : urls) {
            webhooks.append(webhooks.isEmpty() ? "" : ",")
                    .append("{'url':'")
                    .append(url)
                    .append("'}");
        }
        return DoorChecks.twice(
                chatwoot("{'payload':{'webhooks':[" + webhooks + "]}}"), OURS + "?token=a", OURS, demand(""));
    }

    @Test
    void isContentWhereTheInboxIsLetIn() {
        isFine(secret(OURS, "", ""));
        isFine(secret(OURS + "?x=1&token=two%2B", "", ", token: [one, two+]"));
        isFine(secret(OURS, "whsecret", ", secret: [other, whsecret]"));
        isFine(secret(OURS + "?token=one", "unknown", ", token: one, secret: other"));
    }

    @Test
    void missesTheInboxsSecret() {
        Finding missing = secret(OURS, "whsecret", ", secret: configured");

        isProblem(missing, "a secret that it does not know", "carteiro.sources.cw.secret");
        assertThat(missing.detail() + missing.remedy())
                .doesNotContain("whsecret")
                .doesNotContain("configured");
        isUnknown(secret(OURS, "", ", secret: configured"), "administrators only");
    }

    @Test
    void missesTheToken() {
        isProblem(secret(OURS, "whsecret", ", token: one"), "asks for a token", "?token=");
        isProblem(secret(OURS + "?token=0ld", "", ", token: one"), "another one", "?token=");
    }

    @Test
    void needsASourceOfTheType() {
        Demand none = TestReplies.sources("carteiro: { sources: { evolution: {} } }")
                .demand(SourceType.CHATWOOT)
                .orElse(null);

        isProblem(DoorChecks.secret(json("{}"), none), "No source of the type chatwoot", "carteiro.sources");
    }

    @Test
    void findsTheAccountWebhookThatBringsEverythingTwice() {
        isProblem(twice("https://crm.example/hook", OURS + "?token=s3cret"), OURS + " as well", "Delete it");
        isProblem(twice("http://carteiro:8802/webhook/cw?token=s3cret"), "/webhook/cw as well", "source of its own");
        isProblem(twice("http://carteiro:8802//webhook/"), "as well", "Delete it");
        assertThat(twice(OURS + "?token=s3cret").detail()).doesNotContain("s3cret");
    }

    @Test
    void leavesOtherAccountWebhooksAlone() {
        isFine(twice());
        isFine(twice("https://crm.example/hook", "http://carteiro:8802/webhook/other", "http://agents/webhook"));
    }

    @Test
    void doesNotKnowWhatItMayNotSee() {
        isUnknown(
                DoorChecks.twice(chatwoot(Fault.UNAUTHORIZED, 401, "status 401"), OURS, OURS, null),
                "Only administrators");
        isUnknown(
                DoorChecks.twice(chatwoot(Fault.BROKEN, 500, "status 500"), OURS, OURS, null),
                "Chatwoot does not say: status 500");
    }
}
