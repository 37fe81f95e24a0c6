package dev.carteiro;

import dev.carteiro.fake.ChatwootServer;
import dev.carteiro.fake.CrewServer;
import dev.carteiro.fake.WhatsAppInstance;
import dev.carteiro.fake.WhatsAppServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A router in a process of its own between a Chatwoot and an Evolution, with two bridges: Ravenna with every default, Vendas
 * with what can be had otherwise.
 */
final class BridgedRouter implements AutoCloseable {

    static final String RAVENNA = "Ravenna";
    static final String VENDAS = "Vendas";

    /** Quick, so that tests of what goes wrong need not wait. */
    static final String QUICK =
            "doubt: 500ms, retry: { schedule: [200ms, 300ms, 500ms, 1s, 1s, 1s, 1s, 1s, 1s, 1s], jitter: 0 }, breaker: { window: 1000 }";

    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final WhatsAppServer whatsapp = WhatsAppServer.start();
    private final CrewServer crew = CrewServer.start();
    private final RouterProcess process;

    private BridgedRouter(Path folder) {
        RouterProcess.Setup free = RouterProcess.Setup.in(folder, "carteiro: {}");
        String url = "http://127.0.0.1:" + free.port();
        RouterProcess.Setup setup =
                new RouterProcess.Setup(free.data(), free.port(), write(free.config(), config(url)), free.as());
        process = setup.start();
        whatsapp.instance(RAVENNA).webhook(url + "/webhook/evolution", Map.of());
        whatsapp.instance(VENDAS).webhook(url + "/webhook/evolution", Map.of());
    }

    @com.google.errorprone.annotations.CanIgnoreReturnValue
    static Path write(Path file, String text) {
        try {
            return java.nio.file.Files.writeString(file, text);
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private String config(String url) {
        return """
                carteiro:
                  public-url: %1$s
                  media: { allow: [127.0.0.1] }
                  sources:
                    evolution: { type: evolution, url: "%2$s", api-key: %3$s }
                    chatwoot: { type: chatwoot }
                  bridges:
                    Ravenna:
                      chatwoot: { url: "%4$s", account: 1, token: %5$s, bot-token: %8$s, inbox: WhatsApp Ravenna, auto-create: true, %6$s }
                      evolution: { %6$s }
                    Vendas:
                      chatwoot: { url: "%4$s", account: 1, token: %5$s, auto-create: true, %6$s }
                      evolution: { url: "%2$s", api-key: %3$s, %6$s }
                      sign-messages: true
                      reopen-conversation: false
                      conversation-pending: true
                      merge-brazil-contacts: true
                      mark-read: false
                      delete-messages: false
                      bot: false
                      language: pt-BR
                      ignore: ["@g.us"]
                  destinations:
                    robot: { type: crewai, url: "%7$s/ask", format: cloudevents, statuses: [open], %9$s }
                  routes:
                    - { name: to the robot, from: [chatwoot], to: [robot], when: 'event.type == "message.received" && event.instance == "Ravenna" && event.data.content.text.startsWith("robot")' }
                    - { name: its answers, from: [robot], to: [Ravenna-chatwoot] }
                """.formatted(
                        url,
                        whatsapp.url(),
                        whatsapp.apiKey(),
                        chatwoot.url(),
                        chatwoot.adminToken(),
                        QUICK,
                        crew.url(),
                        chatwoot.botToken(),
                        QUICK.replaceFirst("doubt: \\w+, ", ""));
    }

    /** Hands the one router of its kind to all tests that ask for it; it stops after the last. */
    static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == BridgedRouter.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(BridgedRouter.class, type -> new BridgedRouter(TestDatabase.folder("bridged")));
        }
    }

    ChatwootServer chatwoot() {
        return chatwoot;
    }

    WhatsAppServer whatsapp() {
        return whatsapp;
    }

    CrewServer crew() {
        return crew;
    }

    WhatsAppInstance instance(String name) {
        return whatsapp.instance(name);
    }

    RouterClient client() {
        return process.client();
    }

    RouterProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
        whatsapp.close();
        crew.close();
        chatwoot.close();
    }
}
