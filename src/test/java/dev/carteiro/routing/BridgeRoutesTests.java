package dev.carteiro.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.event.Content;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BridgeRoutesTests {

    private static final Instant NOW = Instant.parse("2025-12-10T14:03:07Z");
    private static final String ANA = "5511988887777@s.whatsapp.net";

    private final Router router = new Router(Clock.fixed(NOW, ZoneOffset.UTC), new SimpleMeterRegistry());

    @CanIgnoreReturnValue
    private List<String> load(String yaml) {
        ConfigTree tree = ConfigTree.of(yaml, name -> null);
        router.prepare(tree).run();
        return tree.problems();
    }

    private List<String> to(String source, @Nullable String instance, String chat, boolean fromMe) {
        Message message =
                new Message("1", fromMe, false, false, null, new Party(chat, null, null), new Content.Text("Oi"), null);
        Event event = fromMe ? new Event.MessageSent(message) : new Event.MessageReceived(message);
        return router.destinationsFor(
                new Fact(source, instance, new ConversationKey("Ravenna", chat), NOW, "1", event));
    }

    @Test
    void takesAnInstancesEventsBothWaysWithoutARoute() {
        assertThat(load("carteiro: { bridges: { Ravenna: {} } }")).isEmpty();
        assertThat(to("evolution", "Ravenna", ANA, false)).containsExactly("Ravenna-chatwoot");
        assertThat(to("chatwoot", "Ravenna", "321", true)).containsExactly("Ravenna-whatsapp");
    }

    @Test
    void leavesOtherInstancesAndAccountWebhooksAlone() {
        load("carteiro: { bridges: { Ravenna: {} } }");
        assertThat(to("evolution", "Vendas", ANA, false)).isEmpty();
        assertThat(to("chatwoot", null, "321", true)).isEmpty();
        assertThat(to("w-api", "Ravenna", ANA, false)).isEmpty();
    }

    @Test
    void leavesStoriesAndIgnoredChatsAlone() {
        load("carteiro: { bridges: { Ravenna: { ignore: [\"@g.us\"] } } }");
        assertThat(to("evolution", "Ravenna", "status@broadcast", false)).isEmpty();
        assertThat(to("evolution", "Ravenna", "120363025555555555@g.us", false)).isEmpty();
        assertThat(to("evolution", "Ravenna", ANA, false)).isNotEmpty();
    }

    @Test
    void takesTheEventsOfOneEvolutionWhereOneIsNamed() {
        String sources = "sources: { north: { type: evolution }, south: { type: evolution }, chatwoot: {} }";
        load("carteiro: { " + sources + ", bridges: { shop: { instance: Loja 1, source: north } } }");
        assertThat(to("north", "Loja 1", ANA, false)).containsExactly("shop-chatwoot");
        assertThat(to("south", "Loja 1", ANA, false)).isEmpty();
    }

    @Test
    void saysWhatABridgeDoesNotHear() {
        assertThat(load("carteiro: { sources: { evolution: {} }, bridges: { Ravenna: { source: evo } } }"))
                .anyMatch(problem -> problem.contains("\"evo\" is no source of type evolution (known: evolution)"))
                .anyMatch(problem -> problem.contains("hears nothing without a source of type chatwoot"));
        assertThat(load("carteiro: { bridges: { one: { instance: Loja }, two: { instance: Loja } } }"))
                .anyMatch(problem -> problem.contains("carteiro.bridges.one bridges already"));
    }
}
