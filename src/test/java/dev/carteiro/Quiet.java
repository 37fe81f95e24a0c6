package dev.carteiro;

import dev.carteiro.fake.ChatwootServer;
import dev.carteiro.fake.WhatsAppServer;
import java.util.stream.Stream;

/** Whether nothing is on its way any more between WhatsApp and Chatwoot: no webhook, and no delivery. */
final class Quiet {

    private Quiet() {}

    static boolean is(RouterClient router, ChatwootServer chatwoot, WhatsAppServer whatsapp) {
        long before = chatwoot.webhooks() + whatsapp.webhooks();
        return chatwoot.isIdle()
                && whatsapp.isIdle()
                && Stream.of("pending", "retrying")
                        .allMatch(state -> router.get("/api/deliveries?state=" + state)
                                .path("deliveries")
                                .isEmpty())
                && before == chatwoot.webhooks() + whatsapp.webhooks(); // a delivery may have caused another
    }
}
