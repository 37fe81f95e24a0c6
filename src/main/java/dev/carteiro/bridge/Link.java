package dev.carteiro.bridge;

import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.event.Envelope;
import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.evolution.Messenger;
import dev.carteiro.network.MediaFetcher;
import dev.carteiro.network.Spool;
import dev.carteiro.store.Database;
import dev.carteiro.takeover.Takeovers;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the two ways of a bridge share, or what there is of it where a destination stands alone.
 *
 * @param name by which the tables know it
 * @param instance the WhatsApp instance; null where each event names its own
 */
record Link(String name, @Nullable String instance, Options options, Sides sides, Tools tools) {

    /** Of a destination that stands alone one is missing. */
    record Sides(@Nullable Chatwoot chatwoot, @Nullable WhatsApp whatsapp) {}

    /**
     * An inbox.
     *
     * @param bot for what is posted in an agent bot's name; null where there is none
     */
    record Chatwoot(ChatwootApi api, @Nullable ChatwootApi bot, Inbox inbox, Duration doubt) {}

    /**
     * An instance's server.
     *
     * @param delay how long "typing…" is shown before a message at most
     */
    record WhatsApp(Messenger messenger, EvolutionApi api, Duration delay, Duration doubt) {}

    /** What is the same for all bridges. */
    record Tools(Tables tables, Spool spool, MediaFetcher fetcher, Takeovers takeovers, Clock clock) {}

    /** What the database knows of this bridge. */
    record Tables(MessageTable messages, ChatTable chats, ReceiptTable receipts, UnreadTable unread) {

        Tables(Database database, String bridge) {
            this(
                    new MessageTable(database, bridge),
                    new ChatTable(database, bridge),
                    new ReceiptTable(database, bridge),
                    new UnreadTable(database, bridge));
        }
    }

    MessageTable messages() {
        return tools.tables().messages();
    }

    ChatTable chats() {
        return tools.tables().chats();
    }

    ReceiptTable receipts() {
        return tools.tables().receipts();
    }

    UnreadTable unread() {
        return tools.tables().unread();
    }

    Phrases phrases() {
        return Phrases.of(options.language());
    }

    /** Which instance an event is for. */
    String instance(Envelope envelope) {
        if (instance != null) {
            return instance;
        }
        return envelope.instance() == null ? name : envelope.instance();
    }

    Chatwoot chatwoot() {
        Chatwoot chatwoot = sides.chatwoot();
        if (chatwoot == null) {
            throw new IllegalStateException(name + " has no Chatwoot");
        }
        return chatwoot;
    }

    WhatsApp whatsapp() {
        WhatsApp whatsapp = sides.whatsapp();
        if (whatsapp == null) {
            throw new IllegalStateException(name + " has no WhatsApp");
        }
        return whatsapp;
    }
}
