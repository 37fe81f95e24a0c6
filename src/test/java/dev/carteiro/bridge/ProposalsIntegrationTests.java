package dev.carteiro.bridge;

import static dev.carteiro.bridge.AgentAnswers.late;
import static dev.carteiro.bridge.AgentAnswers.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Inbox.Wanted;
import dev.carteiro.bridge.Link.Chatwoot;
import dev.carteiro.bridge.Link.Sides;
import dev.carteiro.bridge.Link.Tables;
import dev.carteiro.bridge.Link.Tools;
import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.chatwoot.TestChatwoots;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import dev.carteiro.fake.ChatwootMessage;
import dev.carteiro.fake.ChatwootServer;
import dev.carteiro.fake.Fault;
import dev.carteiro.fake.FaultPlan;
import dev.carteiro.network.TestFetchers;
import dev.carteiro.network.TestSpools;
import dev.carteiro.store.Database;
import dev.carteiro.store.DatabaseServer;
import dev.carteiro.takeover.LoggedConversation;
import dev.carteiro.takeover.Takeovers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Agents' answers on their way into Chatwoot. */
@ExtendWith(DatabaseServer.Provider.class)
class ProposalsIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ANA = "5511988887777@s.whatsapp.net";

    private final DatabaseServer.Own server;
    private final Database database;
    private final ChatwootServer chatwoot = ChatwootServer.start();
    private final long conversation;

    ProposalsIntegrationTests(DatabaseServer databases) {
        server = databases.database();
        database = server.database();
        ChatwootApi api = api(chatwoot.adminToken());
        long inbox = chatwoot.inbox("Ravenna", null).id();
        long contact = body(api.createContact(Map.of("inbox_id", inbox, "source_id", ANA, "name", "Ana")))
                .at("/payload/contact/id")
                .asLong();
        conversation = body(api.createConversation(
                        Map.of("inbox_id", inbox, "contact_id", contact, "source_id", ANA, "status", "pending")))
                .path("id")
                .asLong();
    }

    @AfterEach
    void close() {
        chatwoot.close();
        server.close();
    }

    private ChatwootApi api(String token) {
        return TestChatwoots.chatwoots().api(URI.create(chatwoot.url()), "1", token);
    }

    private static JsonNode body(Mono<ChatwootReply> call) {
        return ((ChatwootReply.Done) Objects.requireNonNull(call.block(PATIENCE))).body();
    }

    private Link link(String token, String botToken) {
        ChatwootApi api = api(token);
        Wanted wanted = new Wanted("here", "Ravenna", false, null, "Ravenna");
        Inbox inbox = new Inbox(api, new InboxTable(database, "Ravenna"), wanted);
        return new Link(
                "Ravenna",
                "Ravenna",
                Options.USUAL,
                new Sides(new Chatwoot(api, api(botToken), inbox, Duration.ZERO), null),
                new Tools(
                        new Tables(database, "Ravenna"),
                        TestSpools.spool(1 << 20),
                        TestFetchers.none(),
                        new Takeovers(database),
                        Clock.systemUTC()));
    }

    private static Delivery delivery(String chat) {
        return AgentAnswers.delivery("Ravenna-chatwoot", chat);
    }

    private static Outcome outcome(Link link, Delivery delivery, Event.ReplyProposed reply) {
        return Objects.requireNonNull(new Proposals(link, new People(link))
                .reply(delivery, reply)
                .onErrorResume(StoppedException.class, stopped -> Mono.just(stopped.outcome()))
                .block(PATIENCE));
    }

    private Outcome outcome(Delivery delivery, Event.ReplyProposed reply) {
        return outcome(link(chatwoot.adminToken(), chatwoot.botToken()), delivery, reply);
    }

    private Stream<ChatwootMessage> posts(String text) {
        return chatwoot.messages(conversation).stream().filter(message -> text.equals(message.content()));
    }

    @Test
    void postsAnAnswerAsTheBotSoThatItGoesOnToTheCustomer() {
        Outcome outcome = outcome(delivery(Long.toString(conversation)), says("Olá, Ana"));
        ChatwootMessage post = posts("Olá, Ana").findFirst().orElseThrow();
        assertThat(Ends.isWritten(outcome)).isTrue();
        assertThat(post.type()).isEqualTo("outgoing");
        assertThat(post.isPrivate()).isFalse();
        assertThat(post.sourceId()).as("what would keep it from going there").isNull();
        assertThat(post.sender())
                .isEqualTo(botsWord().sender())
                .isNotEqualTo(message(chatwoot.agentWrites(conversation, "Eu")).sender());
    }

    private ChatwootMessage botsWord() {
        long id = body(api(chatwoot.botToken()).post(conversation, Map.of("content", "Bip")))
                .path("id")
                .asLong();
        return message(id);
    }

    private ChatwootMessage message(long id) {
        return chatwoot.messages(conversation).stream()
                .filter(message -> message.id() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsTheConversationByTheChatsNumberAndByItsPrivacyId() {
        Link link = link(chatwoot.adminToken(), chatwoot.botToken());
        link.chats()
                .save(ChatTable.Chat.unknown(ANA).in(conversation))
                .then(link.chats().learn("Ravenna", "123456@lid", ANA))
                .then()
                .block(PATIENCE);
        assertThat(outcome(delivery(ANA), says("um"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(outcome(delivery("123456@lid"), says("dois"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(posts("um")).hasSize(1);
        assertThat(posts("dois")).hasSize(1);
        assertThat(outcome(delivery("5511900000000@s.whatsapp.net"), says("três")))
                .isEqualTo(new Outcome.Refused("Chatwoot has no conversation with this chat", null));
    }

    /** What Chatwoot has taken without saying so is found, however much was written after it. */
    @Test
    void postsNothingTwiceThoughItsAnswerWasLostInABusyConversation() {
        chatwoot.agentWrites(conversation, "antes");
        Delivery delivery = delivery(Long.toString(conversation));
        for (int i = 0; i < 120; i++) {
            chatwoot.agentNotes(conversation, "nota " + i);
        }
        chatwoot.faults((method, path, ordinal) ->
                method.equals("POST") && path.endsWith("/messages") ? Fault.LOSE_ANSWER : Fault.NONE);
        Outcome lost = outcome(delivery, says("Uma vez"));
        chatwoot.faults(FaultPlan.none());

        Outcome found = outcome(delivery, says("Uma vez"));
        Outcome again = outcome(delivery, says("Uma vez"));

        assertThat(lost).isInstanceOf(Outcome.Deferred.class);
        long post = posts("Uma vez").findFirst().orElseThrow().id();
        assertThat(found).isEqualTo(Ends.delivered("message " + post));
        assertThat(again).isEqualTo(found);
        assertThat(posts("Uma vez")).hasSize(1);
    }

    @Test
    void addsLabelsToThoseThatThereAreAndHandsOver() {
        assertThat(body(api(chatwoot.adminToken()).setLabels(conversation, List.of("vip"))))
                .isNotNull();
        Event.ReplyProposed reply = new Event.ReplyProposed("", List.of(), true, List.of("troca", "vip"));
        assertThat(outcome(delivery(Long.toString(conversation)), reply)).isEqualTo(Ends.delivered("no text"));
        assertThat(body(api(chatwoot.adminToken()).labels(conversation))
                        .path("payload")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("vip", "troca");
        assertThat(body(api(chatwoot.adminToken()).conversation(conversation))
                        .path("status")
                        .asString())
                .isEqualTo("open");
        assertThat(chatwoot.messages(conversation)).noneMatch(message -> "".equals(message.content()));
    }

    /** Customers' messages go with the other token, and must not wait for this one. */
    @Test
    void blamesTheBotsTokenAndKeepsNobodyWaiting() {
        Delivery delivery = delivery(Long.toString(conversation));
        Link wrong = link(chatwoot.adminToken(), "wrong");
        assertThat(outcome(wrong, delivery, says("Oi")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).endsWith("look at the bridge's bot-token"));
        Event.ReplyProposed handoff = new Event.ReplyProposed("", List.of(), true, List.of());
        assertThat(outcome(wrong, delivery(Long.toString(conversation)), handoff))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(outcome(delivery, says("Oi"))).as("with the right one").isInstanceOf(Outcome.Delivered.class);
        assertThat(posts("Oi")).hasSize(1);
    }

    @Test
    void refusesAnAnswerForAConversationThatIsGone() {
        assertThat(outcome(delivery("999999"), says("Oi")))
                .isEqualTo(new Outcome.Refused("the conversation is not there any more", null));
    }

    /** Whoever has waited for Chatwoot looks once more who has the conversation. */
    @Test
    void postsNothingThatAPersonWasFasterThanOrANoteOfIt() {
        ConversationKey key = new ConversationKey("Ravenna", Long.toString(conversation));
        LoggedConversation log = new LoggedConversation(database, key);
        long question = log.append("message.received", "{}", "{\"event\":\"message_created\"}");
        log.append(
                "message.sent",
                "{\"private\":false}",
                "{\"message_type\":\"outgoing\",\"sender\":{\"type\":\"user\"},\"content_attributes\":{}}");
        assertThat(outcome(delivery(key.conversation()), late(question, false)))
                .isEqualTo(Ends.delivered("too late: a person has written"));
        assertThat(chatwoot.messages(conversation)).isEmpty();
        assertThat(Ends.isWritten(outcome(delivery(key.conversation()), late(question, true))))
                .isTrue();
        assertThat(chatwoot.messages(conversation))
                .singleElement()
                .satisfies(note -> assertThat(note.isPrivate()).isTrue());
        assertThat(body(api(chatwoot.adminToken()).conversation(conversation))
                        .path("status")
                        .asString())
                .as("not handed over to people who are there")
                .isEqualTo("pending");
    }
}
