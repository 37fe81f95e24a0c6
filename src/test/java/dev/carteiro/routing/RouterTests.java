package dev.carteiro.routing;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RouterTests {

    private static final Instant NOW = Instant.parse("2025-12-10T14:03:07Z");

    private static final String EXAMPLE = """
            carteiro:
              sources:
                evolution: { type: evolution }
                chatwoot: { type: chatwoot }
              destinations: { agents: {}, ravenna-inbox: {} }
              routes:
                - name: customer messages to the agents
                  from: [chatwoot]
                  when: event.type == "message.received" && !event.data.private
                  to: [agents]
                - { name: answers to the customer, from: [agents], when: event.type == "reply.proposed", to: [ravenna-inbox] }
            """;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Router router = new Router(Clock.fixed(NOW, ZoneOffset.UTC), meters);

    @Test
    void routesCustomersMessagesToTheAgents() {
        load(EXAMPLE);

        assertThat(router.destinationsFor(received("chatwoot", false))).containsExactly("agents");
    }

    @Test
    void routesTheAgentsAnswersToTheCustomer() {
        load(EXAMPLE);

        assertThat(router.destinationsFor(reply("agents"))).containsExactly("ravenna-inbox");
    }

    @Test
    void routesNothingElse() {
        load(EXAMPLE);

        assertThat(router.destinationsFor(received("chatwoot", true))).isEmpty();
        assertThat(router.destinationsFor(received("evolution", false))).isEmpty();
        assertThat(router.destinationsFor(reply("chatwoot"))).isEmpty();
    }

    @Test
    void nothingIsRoutedBeforeTheFirstLoad() {
        assertThat(router.destinationsFor(received("chatwoot", false))).isEmpty();
    }

    @Test
    void aRouteWithoutFromTakesEverySourceButNotWhatDestinationsGiveBack() {
        load("carteiro: { destinations: { a: {} }, routes: [{ name: all, to: a }] }");

        assertThat(router.destinationsFor(received("evolution", false))).containsExactly("a");
        assertThat(router.destinationsFor(received("generic", false))).containsExactly("a");
        assertThat(router.destinationsFor(reply("a"))).isEmpty();
    }

    @Test
    void namesEachDestinationOnceInTheOrderOfTheRoutes() {
        load("""
                carteiro:
                  destinations: { a: {}, b: {}, c: {} }
                  routes:
                    - { name: one, to: [c, a] }
                    - { name: two, when: "event.source == 'generic'", to: [a, b, b] }
                    - { name: three, to: [a, c] }
                """);

        assertThat(router.destinationsFor(received("generic", false))).containsExactly("c", "a", "b");
        assertThat(router.destinationsFor(received("chatwoot", false))).containsExactly("c", "a");
    }

    @Test
    void forwardUrlIsARouteFromEverySource() {
        ConfigTree tree = ConfigTree.of("", name -> name.equals("FORWARD_URL") ? "http://a" : null);
        router.prepare(tree).run();

        assertThat(router.destinationsFor(received("evolution", false))).containsExactly("forward");
    }

    @Test
    void whatIsPreparedIsInForceOnlyOnceItIsCommitted() {
        load("carteiro: { destinations: { a: {} }, routes: [{ name: all, to: a }] }");
        Runnable commit = router.prepare(ConfigTree.of("", name -> null));
        assertThat(router.destinationsFor(received("evolution", false))).containsExactly("a");

        commit.run();

        assertThat(router.destinationsFor(received("evolution", false))).isEmpty();
    }

    @Test
    void aConditionThatFailsDoesNotMatchAndIsCountedAndToldOnceAMinute(CapturedOutput output) {
        load("""
                carteiro:
                  destinations: { a: {}, b: {} }
                  routes:
                    - { name: broken, when: "event.data.nothing == 'x'", to: a }
                    - { name: sound, to: b }
                """);

        for (int i = 0; i < 3; i++) {
            assertThat(router.destinationsFor(received("evolution", false))).containsExactly("b");
        }

        assertThat(meters.get("carteiro.routing.condition.failures")
                        .tag("route", "broken")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(output)
                .containsOnlyOnce("event=condition-failed route=\"broken\" type=message.received"
                        + " error=ATTRIBUTE_NOT_FOUND match=false");
    }

    @Test
    void everyRouteMayTellOnceAMinute(CapturedOutput output) {
        Instant[] now = {NOW};
        InstantSource source = () -> now[0];
        ConditionFailures failures = new ConditionFailures(meters, source.withZone(ZoneOffset.UTC));

        failures.failed("one", "t", "E");
        failures.failed("two", "t", "E");
        now[0] = NOW.plusSeconds(59);
        failures.failed("one", "t", "E");
        now[0] = NOW.plusSeconds(60);
        failures.failed("one", "t", "E");

        assertThat(output.getOut().split("route=\"one\"", -1)).hasSize(3);
        assertThat(output.getOut().split("route=\"two\"", -1)).hasSize(2);
    }

    @Test
    void saysWhatIsWrongWithRoutes() {
        assertThat(problems("""
                        carteiro:
                          destinations: { agents: {}, forward: {} }
                          routes:
                            - name: one
                              from: [evolutoin, agents]
                              to:
                                - agents
                                - agentz
                            - name: one
                              when: event.type.containz('x')
                              to: nobody-at-all
                            - name: three
                              when: event.type.size()
                              to: forward
                              until: tomorrow
                            - { to: [forward] }
                            - { name: five, from: [], to: forward }
                            - { name: six, to: [] }
                        """))
                .containsExactly(
                        "carteiro.yml:5: carteiro.routes[0].from[0]: \"evolutoin\" is neither a source nor a destination;"
                                + " did you mean \"evolution\"? (known: evolution, chatwoot, w-api, chat-whatsapp,"
                                + " generic, agents, forward)",
                        "carteiro.yml:8: carteiro.routes[0].to[1]: \"agentz\" is no destination; did you mean"
                                + " \"agents\"? (known: agents, forward)",
                        "carteiro.yml:9: carteiro.routes[1].name: \"one\" is the name of carteiro.routes[0] already",
                        """
                        carteiro.yml:10: carteiro.routes[1].when: column 20: undeclared reference to 'containz'
                            event.type.containz('x')
                                               ^""",
                        "carteiro.yml:11: carteiro.routes[1].to: \"nobody-at-all\" is no destination (known: agents,"
                                + " forward)",
                        "carteiro.yml:15: carteiro.routes[2].until: no such key (known: name, from, when, to)",
                        "carteiro.yml:16: carteiro.routes[3].name: is missing",
                        "carteiro.yml:17: carteiro.routes[4]: has an empty from; leave it out for every source",
                        "carteiro.yml:18: carteiro.routes[5]: has no destinations in to");
    }

    @Test
    void aConditionMustGiveTrueOrFalse() {
        assertThat(problems("""
                        carteiro:
                          destinations: { a: {} }
                          routes:
                            - { name: one, when: event.type.size(), to: a }
                        """)).containsExactly("""
                        carteiro.yml:4: carteiro.routes[0].when: gives int where a condition gives bool
                            event.type.size()""");
    }

    @Test
    void saysThatThereAreNoDestinations() {
        assertThat(problems("carteiro: { routes: [{ name: one, to: a }] }"))
                .containsExactly("carteiro.yml:1: carteiro.routes[0].to: \"a\" is no destination (known: none)");
    }

    private void load(String yaml) {
        ConfigTree tree = ConfigTree.of(yaml, name -> null);
        Runnable commit = router.prepare(tree);
        assertThat(tree.problems()).isEmpty();
        commit.run();
    }

    private List<String> problems(String yaml) {
        ConfigTree tree = ConfigTree.of(yaml, name -> null);
        assertThat(router.prepare(tree)).isNotNull();
        return tree.problems();
    }

    private static Fact received(String source, boolean internal) {
        Party ana = new Party("5511988887777@s.whatsapp.net", "Ana Souza", "+5511988887777");
        Message message = new Message("m1", false, internal, false, ana, ana, new Content.Text("Oi"), null);
        return fact(source, new Event.MessageReceived(message));
    }

    private static Fact reply(String source) {
        return fact(source, new Event.ReplyProposed("Olá", List.of(), false, List.of()));
    }

    private static Fact fact(String source, Event event) {
        return new Fact(source, "Ravenna", new ConversationKey("Ravenna", "5511988887777"), NOW, "key", event);
    }
}
