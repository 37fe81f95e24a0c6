package dev.carteiro.bridge;

import static dev.carteiro.bridge.AgentAnswers.late;
import static dev.carteiro.bridge.AgentAnswers.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.carteiro.bridge.Link.Sides;
import dev.carteiro.bridge.Link.Tables;
import dev.carteiro.bridge.Link.Tools;
import dev.carteiro.bridge.Link.WhatsApp;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import dev.carteiro.evolution.TestServers;
import dev.carteiro.fake.Fault;
import dev.carteiro.fake.FaultPlan;
import dev.carteiro.fake.WhatsAppSent;
import dev.carteiro.fake.WhatsAppServer;
import dev.carteiro.network.TestFetchers;
import dev.carteiro.network.TestSpools;
import dev.carteiro.store.DatabaseServer;
import dev.carteiro.takeover.LoggedConversation;
import dev.carteiro.takeover.Takeovers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** Agents' answers that go straight to WhatsApp. */
@ExtendWith(DatabaseServer.Provider.class)
class StraightAnswersIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ANA = "5511988887777@s.whatsapp.net";

    private final DatabaseServer.Own server;
    private final WhatsAppServer whatsapp = WhatsAppServer.start();
    private final Link link;

    StraightAnswersIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        whatsapp.instance("Ravenna");
        URI url = URI.create(whatsapp.url());
        link = new Link(
                "Ravenna",
                "Ravenna",
                Options.USUAL,
                new Sides(
                        null,
                        new WhatsApp(
                                TestServers.servers().messenger(url, whatsapp.apiKey(), PATIENCE),
                                TestServers.servers().api(url, whatsapp.apiKey()),
                                Duration.ZERO,
                                Duration.ZERO)),
                new Tools(
                        new Tables(server.database(), "Ravenna"),
                        TestSpools.spool(1 << 20),
                        TestFetchers.none(),
                        new Takeovers(server.database()),
                        Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        whatsapp.close();
        server.close();
    }

    private static Delivery delivery(String chat) {
        return AgentAnswers.delivery("whatsapp", chat);
    }

    private Outcome outcome(Delivery delivery, Event.ReplyProposed reply) {
        return Objects.requireNonNull(new StraightAnswers(link)
                .proposed(delivery, reply)
                .onErrorResume(StoppedException.class, stopped -> Mono.just(stopped.outcome()))
                .block(PATIENCE));
    }

    @Test
    void theWayToWhatsAppNeedsNoChatwoot() {
        assertThatCode(() -> new ToWhatsApp(link, 3)).doesNotThrowAnyException();
    }

    @Test
    void sendsALongAnswerInPiecesAndItsFilesAsLinks() {
        String text = "Uma frase. ".repeat(600);
        Event.ReplyProposed reply =
                new Event.ReplyProposed(text, List.of("https://loja.example/nota.pdf"), false, List.of());
        assertThat(outcome(delivery(ANA), reply)).isEqualTo(Ends.delivered("2 messages"));
        assertThat(whatsapp.sent(ANA)).extracting(WhatsAppSent::text).hasSize(2).allMatch(one -> one.length() <= 4_096);
        assertThat(whatsapp.sent(ANA).getLast().text()).endsWith("https://loja.example/nota.pdf");
        assertThat(outcome(delivery(ANA), says("**Pronto**"))).isEqualTo(Ends.delivered("1 message"));
        assertThat(whatsapp.sent(ANA).getLast().text()).isEqualTo("*Pronto*");
    }

    @Test
    void sendsNothingTwiceThoughItsAnswerWasLost() {
        Delivery delivery = delivery(ANA);
        whatsapp.faults((method, path, ordinal) -> path.contains("/sendText/") ? Fault.LOSE_ANSWER : Fault.NONE);
        assertThat(outcome(delivery, says("Uma vez"))).isInstanceOf(Outcome.Deferred.class);
        whatsapp.faults(FaultPlan.none());
        assertThat(outcome(delivery, says("Uma vez"))).isEqualTo(Ends.delivered("1 message"));
        assertThat(whatsapp.sent(ANA)).hasSize(1);
    }

    @Test
    void sendsNoNoteAndNothingToWhatIsNoChat() {
        assertThat(outcome(delivery(ANA), says("Para a equipe").asNote()))
                .isEqualTo(Ends.delivered("a note is not for WhatsApp"));
        assertThat(outcome(delivery("42"), says("Oi")))
                .isEqualTo(new Outcome.Refused("the answer belongs to no WhatsApp chat", null));
        assertThat(outcome(delivery(ANA), says("  "))).isEqualTo(Ends.delivered("no text"));
        assertThat(whatsapp.sent(ANA)).isEmpty();
    }

    @Test
    void sendsNothingThatAPersonWasFasterThan() {
        LoggedConversation log = new LoggedConversation(server.database(), new ConversationKey("Ravenna", ANA));
        long question = log.append("message.received", "{}", "{\"event\":\"messages.upsert\"}");
        Event.ReplyProposed reply = late(question, false);
        log.append("message.sent", "{}", "{\"event\":\"messages.upsert\"}");
        assertThat(outcome(delivery(ANA), reply)).isEqualTo(Ends.delivered("too late: a person has written"));
        assertThat(whatsapp.sent(ANA)).isEmpty();
    }
}
