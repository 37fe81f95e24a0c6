package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterProcess.Setup;
import dev.carteiro.fake.ChatwootMessage;
import dev.carteiro.fake.ChatwootServer;
import dev.carteiro.fake.WhatsAppServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A bridge that was set at run time is one of all replicas, and of one that starts before it accepts anything. */
class BridgeReplicasIntegrationTests {

    private static final String INSTANCE = "Ravenna";

    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final WhatsAppServer whatsapp = WhatsAppServer.start();
    private final Setup setup;
    private final Setup replica;

    BridgeReplicasIntegrationTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        Setup free = Setup.in(folder, "carteiro: {}");
        BridgedRouter.write(free.config(), """
                carteiro:
                  public-url: http://127.0.0.1:%s
                  sources:
                    evolution: { type: evolution, url: "%s", api-key: %s }
                    chatwoot: { type: chatwoot }
                """.formatted(free.port(), whatsapp.url(), whatsapp.apiKey()));
        setup = free;
        replica = new Setup(free.data(), Setup.freePort(), free.config(), free.as());
        whatsapp.instance(INSTANCE);
    }

    @Test
    void isOneOfAllReplicas() {
        String chat = BridgeTests.chat();
        try (RouterProcess router = setup.start()) {
            RouterClient.Answer set = router.client()
                    .post(
                            "/chatwoot/set/" + INSTANCE,
                            """
                            {"enabled":true,"accountId":"1","token":"%s","url":"%s","signMsg":true,"reopenConversation":true,"conversationPending":false}
                            """.formatted(chatwoot.adminToken(), chatwoot.url()),
                            "Authorization",
                            "Bearer " + RouterClient.ADMIN);
            assertThat(set.status()).as(set.text()).isEqualTo(201);
            replicated(router, chat);
        } finally {
            whatsapp.close();
            chatwoot.close();
        }
    }

    private void replicated(RouterProcess router, String chat) {
        try (RouterProcess other = replica.sharing(setup).start()) {
            router.client().accept(TestEvents.message(INSTANCE, chat, "FIRST"));
            other.client().accept(TestEvents.message(INSTANCE, chat, "SECOND"));
            eventually()
                    .until(() -> chatwoot.messages().stream()
                            .map(ChatwootMessage::sourceId)
                            .toList()
                            .containsAll(java.util.List.of("WAID:FIRST", "WAID:SECOND")));
            RouterClient.Answer off = router.client()
                    .post(
                            "/chatwoot/set/" + INSTANCE,
                            "{\"enabled\":false}",
                            "Authorization",
                            "Bearer " + RouterClient.ADMIN);
            assertThat(off.status()).isEqualTo(201);
            eventually()
                    .until(() -> !other.client()
                            .get("/chatwoot/find/" + INSTANCE)
                            .path("enabled")
                            .asBoolean(true));
            assertThat(chatwoot.contacts())
                    .filteredOn(contact -> chat.equals(contact.identifier()))
                    .hasSize(1);
        }
    }
}
