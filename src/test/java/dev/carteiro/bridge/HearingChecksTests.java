package dev.carteiro.bridge;

import static dev.carteiro.bridge.TestReplies.evolution;
import static dev.carteiro.bridge.TestReplies.isFine;
import static dev.carteiro.bridge.TestReplies.isProblem;
import static dev.carteiro.bridge.TestReplies.isUnknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.bridge.HearingChecks.Ears;
import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.Reply.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HearingChecksTests {

    private static final String ALL = "['MESSAGES_UPSERT','SEND_MESSAGE','MESSAGES_UPDATE','MESSAGES_EDITED',"
            + "'MESSAGES_DELETE','CONNECTION_UPDATE','QRCODE_UPDATED','CONTACTS_UPSERT','PRESENCE_UPDATE']";

    private static Finding of(Reply webhook, String stream, @Nullable String publicUrl) {
        var sources = TestReplies.sources(
                "carteiro: { sources: { evo: { type: evolution, url: 'http://evolution:8080'" + stream + " } } }");
        return HearingChecks.of(webhook, new Ears(sources.knownGateways(), publicUrl), "Loja");
    }

    private static Finding of(Reply webhook) {
        return of(webhook, "", "http://carteiro:8802");
    }

    private static Reply webhook(String url, boolean enabled, String events) {
        return evolution("{'url':'" + url + "','enabled':" + enabled + ",'events':" + events + "}");
    }

    @Test
    void isContentWithAWebhookToUs() {
        isFine(of(webhook("http://carteiro:8802/webhook/evo?token=s3cret", true, ALL)));
        isFine(of(webhook("http://carteiro:8802/webhook/evo", true, "[]")));
        assertThat(of(webhook("http://carteiro:8802/webhook/evo?token=s3cret", true, ALL))
                        .detail())
                .doesNotContain("s3cret");
    }

    @Test
    void saysWhatIsNotTold() {
        isProblem(
                of(webhook("http://carteiro:8802/webhook/evo", true, "['MESSAGES_UPSERT','messages_update']")),
                "but not SEND_MESSAGE.",
                "POST /webhook/set/Loja");
        Finding less = of(webhook(
                "http://carteiro:8802/webhook/evo", true, "['MESSAGES_UPSERT','SEND_MESSAGE','MESSAGES_UPDATE']"));
        isFine(less);
        assertThat(less.detail()).contains("without MESSAGES_EDITED, MESSAGES_DELETE");
    }

    @Test
    void hearsTheStreamInItsPlace() {
        isFine(of(evolution("null"), ", stream: { mode: global }", null));
        isFine(of(evolution(Fault.BROKEN, "status 500"), ", stream: { instances: [Loja] }", null));
        isProblem(of(evolution("null"), ", stream: { instances: [Vendas] }", null), "no webhook that is on", "stream");
    }

    @Test
    void missesAWebhookThatIsOffOrGoesElsewhere() {
        isProblem(of(evolution("null")), "no webhook that is on", "to http://carteiro:8802/webhook/evo");
        isProblem(of(webhook("http://carteiro:8802/webhook/evo", false, ALL)), "no webhook that is on", "/webhook/evo");
        isProblem(
                of(webhook("http://carteiro:88/webhook/evo", true, ALL)),
                "sends to http://carteiro:88/",
                "Tell Evolution");
        isProblem(of(webhook("http://n8n:5678/hook", true, ALL)), "which is not below carteiro.public-url", "Tell");
    }

    @Test
    void doesNotKnowWhoWeAreWithoutAnAddress() {
        isUnknown(of(webhook("http://carteiro:8802/webhook/evo", true, ALL), "", null), "carteiro.public-url");
        isUnknown(of(evolution(Fault.UNREACHABLE, "no connection")), "no connection");
    }
}
