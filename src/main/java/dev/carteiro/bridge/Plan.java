package dev.carteiro.bridge;

import dev.carteiro.bridge.Inbox.Wanted;
import dev.carteiro.config.Bridged;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a destination is to be made of, as it was read.
 *
 * @param name by which the tables know it
 * @param instance null where each event names its own
 */
record Plan(
        String name,
        @Nullable String instance,
        Options options,
        @Nullable Side chatwoot,
        @Nullable Server whatsapp) {

    /** The destination that sends to WhatsApp, where the plan is a bridge's. */
    String toWhatsApp() {
        return new Bridged(name, name, null, List.of()).toWhatsApp();
    }

    /** Chatwoot and the inbox there. */
    record Side(ChatwootSettings settings, Wanted inbox) {}

    /** An Evolution server, and how it is to be spoken to. */
    record Server(URI url, String apiKey, EvolutionSettings settings) {

        /** Not even by accident. */
        @Override
        public String toString() {
            return "Evolution at " + url;
        }
    }
}
