package dev.carteiro.bridge;

import dev.carteiro.bridge.Link.Chatwoot;
import dev.carteiro.bridge.Link.Sides;
import dev.carteiro.bridge.Link.Tables;
import dev.carteiro.bridge.Link.Tools;
import dev.carteiro.bridge.Link.WhatsApp;
import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.chatwoot.Chatwoots;
import dev.carteiro.delivery.Sender;
import dev.carteiro.evolution.Servers;
import dev.carteiro.network.MediaFetcher;
import dev.carteiro.network.Spool;
import dev.carteiro.store.Database;
import dev.carteiro.takeover.Takeovers;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes the two senders of a plan. */
interface Senders {

    Sender toChatwoot(Plan plan);

    /** {@code attempts} is how many there are at most. */
    Sender toWhatsApp(Plan plan, int attempts);

    /** For those who only want to know whether a configuration can be read. */
    Senders NONE = new Senders() {

        @Override
        public Sender toChatwoot(Plan plan) {
            return (delivery, elsewhere) -> Mono.error(() -> new IllegalStateException("nothing is sent here"));
        }

        @Override
        public Sender toWhatsApp(Plan plan, int attempts) {
            return toChatwoot(plan);
        }
    };

    /** Those that send. */
    record Real(Database database, Outside outside, Spool spool, MediaFetcher fetcher, Clock clock) implements Senders {

        /** Evolution itself asks WhatsApp for up to a minute; files take longer and are told apart by silence. */
        private static final Duration PATIENCE = Duration.ofSeconds(60);

        record Outside(Chatwoots chatwoots, Servers servers) {}

        @Override
        public Sender toChatwoot(Plan plan) {
            ToChatwoot way = new ToChatwoot(link(plan));
            return new OneServer("chatwoot", way::send, way::typing);
        }

        @Override
        public Sender toWhatsApp(Plan plan, int attempts) {
            ToWhatsApp way = new ToWhatsApp(link(plan), attempts);
            return new OneServer("evolution", way::send, way::typing);
        }

        Link link(Plan plan) {
            Tools tools = new Tools(
                    new Tables(database, key(plan)),
                    spool,
                    fetcher.trusting(host(plan)),
                    new Takeovers(database),
                    clock);
            Plan.Side chatwoot = plan.chatwoot();
            Plan.Server whatsapp = plan.whatsapp();
            return new Link(
                    plan.name(),
                    plan.instance(),
                    plan.options(),
                    new Sides(
                            chatwoot == null ? null : chatwoot(plan, chatwoot),
                            whatsapp == null ? null : whatsapp(whatsapp)),
                    tools);
        }

        /** Another Chatwoot's numbers, and another inbox's, mean other people. */
        private static String key(Plan plan) {
            return plan.chatwoot() == null
                    ? plan.name()
                    : plan.name() + "|"
                            + Names.hash(plan.chatwoot().inbox().place()).substring(0, 8);
        }

        /** Where Chatwoot is, its files may be as well. */
        private static @Nullable String host(Plan plan) {
            return plan.chatwoot() == null
                    ? null
                    : plan.chatwoot().settings().place().url().getHost();
        }

        private Chatwoot chatwoot(Plan plan, Plan.Side side) {
            ChatwootSettings.Place place = side.settings().place();
            ChatwootApi api = outside.chatwoots().api(place.url(), place.account(), place.token());
            ChatwootApi bot = place.botToken() == null
                    ? null
                    : outside.chatwoots().api(place.url(), place.account(), Objects.requireNonNull(place.botToken()));
            Inbox inbox = new Inbox(api, new InboxTable(database, plan.name()), side.inbox());
            return new Chatwoot(api, bot, inbox, side.settings().doubt());
        }

        private WhatsApp whatsapp(Plan.Server server) {
            Duration delay = server.settings().delay();
            return new WhatsApp(
                    outside.servers().messenger(server.url(), server.apiKey(), PATIENCE.plus(delay)),
                    outside.servers().api(server.url(), server.apiKey()),
                    delay,
                    server.settings().doubt());
        }
    }
}
