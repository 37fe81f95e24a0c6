package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.RouterClient.Answer;
import dev.carteiro.fake.ChatwootMessage;
import dev.carteiro.fake.ChatwootServer;
import dev.carteiro.fake.Fault;
import dev.carteiro.fake.FaultPlan;
import dev.carteiro.fake.WhatsAppSent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a bridge must not do to its users. */
class BridgeSafetyIntegrationTests extends BridgeTests {

    BridgeSafetyIntegrationTests(BridgedRouter router) {
        super(router);
    }

    private static String form(ChatwootServer server, String more) {
        return """
                {"enabled":true,"accountId":"1","token":"%s","url":"%s","signMsg":false,"reopenConversation":true,"conversationPending":false%s}
                """.formatted(server.adminToken(), server.url(), more);
    }

    private void set(String instance, String form) {
        Answer answer = router.client().post("/chatwoot/set/" + instance, form, "apikey", whatsapp.apiKey());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** An instance whose events come to us. */
    private void begin(String instance) {
        router.instance(instance)
                .webhook(String.valueOf(router.instance(RAVENNA).webhookUrl()), Map.of());
    }

    @CanIgnoreReturnValue
    private static JsonNode call(String url, String header, String key, String body) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header(header, key)
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return JsonMapper.shared()
                    .readTree(client.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @CanIgnoreReturnValue
    private JsonNode chatwoot(String token, String path, String body) {
        return call(chatwoot.url() + "/api/v1/accounts/1" + path, "api_access_token", token, body);
    }

    /** A conversation that was there before the bridge, of an inbox that sends to nobody. */
    private long conversationBefore(String inbox, String chat) {
        long number = chatwoot.inbox(inbox, null).id();
        long contact = chatwoot(
                        chatwoot.adminToken(),
                        "/contacts",
                        "{\"inbox_id\":%d,\"source_id\":\"%s\",\"name\":\"Ana\",\"identifier\":\"%s\",\"phone_number\":\"%s\"}"
                                .formatted(number, chat, chat, phone(chat)))
                .at("/payload/contact/id")
                .asLong(0);
        assertThat(contact).isPositive();
        long conversation = chatwoot(
                        chatwoot.adminToken(),
                        "/conversations",
                        "{\"inbox_id\":%d,\"contact_id\":%d,\"source_id\":\"%s\"}".formatted(number, contact, chat))
                .path("id")
                .asLong(0);
        assertThat(conversation).isPositive();
        return conversation;
    }

    /** The numbers of another Chatwoot mean other people. */
    @Test
    void writesToNobodyElseAfterAMoveToAnotherChatwoot() {
        begin("Muda");
        set("Muda", form(chatwoot, ""));
        String ana = chat();
        long conversation = begun("Muda", ana);
        try (ChatwootServer other = ChatwootServer.start()) {
            long inbox = other.inbox(
                            "Muda",
                            String.valueOf(router.instance(RAVENNA).webhookUrl())
                                    .replace("/webhook/evolution", "/chatwoot/webhook/Muda"))
                    .id();
            String bruno = chat();
            long contact = 0;
            long begun = 0;
            while (begun < conversation) {
                contact = other.agentAddsContact("Bruno", begun + 1 < conversation ? null : phone(bruno));
                begun = other.agentStartsConversation(contact, inbox);
            }
            assertThat(begun).isEqualTo(conversation);
            set("Muda", form(other, ""));
            whatsapp.customerWrites("Muda", ana, "Ana Souza", "Meu segredo");
            eventually().until(() -> other.messages().stream().anyMatch(one -> "Meu segredo".equals(one.content())));
            other.agentWrites(conversation, "Oi, Bruno");
            eventually().until(() -> whatsapp.sent().stream().anyMatch(one -> "Oi, Bruno".equals(one.text())));
            assertThat(other.messages(conversation))
                    .as("what Bruno's conversation shows")
                    .noneMatch(one -> "Meu segredo".equals(one.content()));
            assertThat(sent(ana)).extracting(WhatsAppSent::text).doesNotContain("Oi, Bruno");
            assertThat(sent(bruno)).extracting(WhatsAppSent::text).contains("Oi, Bruno");
        } finally {
            set("Muda", "{\"enabled\":false}");
        }
    }

    @Test
    void answersReachTheCustomerAfterTheInboxWasChanged() {
        begin("Troca");
        set("Troca", form(chatwoot, ""));
        String ana = chat();
        begun("Troca", ana);
        set("Troca", form(chatwoot, ",\"nameInbox\":\"Troca nova\""));
        String other = chat();
        begun("Troca", other); // the new inbox is there
        whatsapp.customerWrites("Troca", ana, "Ana Souza", "Ainda aí?");
        ChatwootMessage shown = awaitShown(ana, "Ainda aí?");
        chatwoot.agentWrites(shown.conversationId(), "Sim!");
        awaitSent(ana, "Sim!");
        awaitQuiet();
        assertThat(sent(ana)).extracting(WhatsAppSent::text).containsExactly("Sim!");
    }

    @Test
    void sendsNothingThatWasWrittenBeforeTheBridge() {
        begin("Antiga");
        String ana = chat();
        long conversation = conversationBefore("Antiga", ana);
        chatwoot.agentWrites(conversation, "Antes da ponte"); // which Evolution's own integration has sent
        set("Antiga", form(chatwoot, ""));
        begun("Antiga", ana);
        chatwoot.agentWrites(conversation, "Depois");
        awaitSent(ana, "Depois");
        assertThat(sent(ana)).extracting(WhatsAppSent::text).containsExactly("Depois");
    }

    private long instanceConversation(String instance) {
        begin(instance);
        set(instance, form(chatwoot, ""));
        whatsapp.qr(instance, "2@" + TestEvents.unique());
        eventually().until(() -> instanceConversations(instance).size() == 1);
        return instanceConversations(instance).getFirst().id();
    }

    private long calls(String part) {
        return whatsapp.calls().stream()
                .filter(call -> call.path().contains(part))
                .count();
    }

    @Test
    void doesEachCommandOnce() {
        long conversation = instanceConversation("Comandos");
        chatwoot.agentWrites(conversation, "disconnect");
        eventually().until(() -> calls("/instance/logout/Comandos") == 1);
        awaitQuiet();
        whatsapp.connection("Comandos", "open"); // somebody has paired it again
        awaitQuiet();
        chatwoot.agentWrites(conversation, "status");
        eventually().until(() -> calls("/instance/connectionState/Comandos") >= 1);
        awaitQuiet();
        assertThat(calls("/instance/logout/Comandos"))
                .as("the phone was unpaired so often")
                .isEqualTo(1);
    }

    @Test
    void doesNotTalkToBotsInTheInstancesConversation() {
        long conversation = instanceConversation("Robo");
        awaitQuiet();
        int before = chatwoot.messages(conversation).size();
        for (int i = 0; i < 3; i++) { // a bot answers whatever comes in
            int now = chatwoot.messages(conversation).size();
            chatwoot(
                    chatwoot.botToken(),
                    "/conversations/" + conversation + "/messages",
                    "{\"content\":\"Posso ajudar?\",\"message_type\":\"outgoing\"}");
            awaitQuiet();
            if (chatwoot.messages(conversation).size() == now + 1) {
                break;
            }
        }
        assertThat(chatwoot.messages(conversation).stream().skip(before))
                .as("nothing but the bot's one message")
                .hasSize(1);
    }

    /** A proxy gives up after a minute; what it has passed on is still under way, and there when we look. */
    @Test
    void countsDoubtFromTheEndOfAnAttempt() {
        begin("Lenta");
        set("Lenta", form(chatwoot, "")); // doubt: 5s
        String ana = chat();
        long conversation = begun("Lenta", ana);
        AtomicBoolean first = new AtomicBoolean(true);
        AtomicBoolean late = new AtomicBoolean(true);
        AtomicLong ended = new AtomicLong();
        AtomicLong looked = new AtomicLong();
        whatsapp.faults((method, path, ordinal) -> {
            if (path.contains("/message/sendText/Lenta") && first.getAndSet(false)) {
                slowly();
                ended.set(System.nanoTime());
                return new Fault(Fault.Kind.ERROR_BEFORE, 504);
            }
            if (path.contains("/chat/findMessages/Lenta") && late.getAndSet(false)) {
                looked.set(System.nanoTime());
                call(
                        whatsapp.url() + "/message/sendText/Lenta",
                        "apikey",
                        whatsapp.apiKey(),
                        "{\"number\":\"" + ana + "\",\"text\":\"Demorada\"}");
            }
            return Fault.NONE;
        });
        try {
            chatwoot.agentWrites(conversation, "Demorada");
            eventually().until(() -> looked.get() != 0);
            awaitQuiet();
        } finally {
            whatsapp.faults(FaultPlan.none());
        }
        assertThat(Duration.ofNanos(looked.get() - ended.get()))
                .as("from the end of the attempt until somebody looks")
                .isGreaterThanOrEqualTo(Duration.ofMillis(4_900));
        assertThat(sent(ana)).extracting(WhatsAppSent::text).containsExactly("Demorada");
    }

    /** As a server does that has much to do: half as long as the doubt lasts. */
    private static void slowly() {
        try {
            Thread.sleep(2_500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Chatwoot says 404 where there is no such account, and where the address is another server's. */
    @Test
    void buriesNothingWhileTheAccountIsWrong() {
        begin("Conta");
        chatwoot.faults((method, path, ordinal) ->
                path.startsWith("/api/v1/accounts/77/") ? new Fault(Fault.Kind.ERROR_BEFORE, 404) : Fault.NONE);
        try {
            set("Conta", form(chatwoot, "").replace("\"accountId\":\"1\"", "\"accountId\":\"77\""));
            String ana = chat();
            whatsapp.customerWrites("Conta", ana, "Ana Souza", "Oi");
            eventually()
                    .until(() -> chatwoot.calls().stream()
                            .anyMatch(call -> call.path().startsWith("/api/v1/accounts/77/")));
            eventually()
                    .until(() ->
                            router.process().console().contains("event=destination-barred destination=Conta-chatwoot"));
            JsonNode dead = router.client().get("/api/deliveries?destination=Conta-chatwoot&state=dead");
            assertThat(dead.path("deliveries")).as(dead.toString()).isEmpty();
            chatwoot.faults(FaultPlan.none());
            set("Conta", form(chatwoot, ""));
            awaitShown(ana, "Oi");
        } finally {
            chatwoot.faults(FaultPlan.none());
            set("Conta", form(chatwoot, ""));
        }
    }

    @Test
    void mergesAPersonWhoseNumberShowsAlsoAfterAFailure() {
        String ana = chat();
        String lid = "1039" + TestEvents.chat().replaceAll("\\D", "").substring(2) + "@lid";
        begun(RAVENNA, ana);
        router.client().accept(TestEvents.message(RAVENNA, lid, TestEvents.unique()));
        eventually().until(() -> shown(lid).size() == 1);
        AtomicBoolean first = new AtomicBoolean(true);
        chatwoot.faults((method, path, ordinal) ->
                path.endsWith("/actions/contact_merge") && first.getAndSet(false) ? Fault.ERROR_BEFORE : Fault.NONE);
        try {
            router.client()
                    .accept(TestEvents.message(RAVENNA, lid, TestEvents.unique())
                            .replace("\"fromMe\": false", "\"remoteJidAlt\": \"" + ana + "\", \"fromMe\": false"));
            eventually().until(() -> shown(ana).size() >= 2);
        } finally {
            chatwoot.faults(FaultPlan.none());
        }
        awaitQuiet();
        assertThat(contacts(lid)).as("the contact that hid its number").isEmpty();
    }

    @Test
    void marksAsReadAlsoInABusyInbox() {
        begin("Cheia");
        set("Cheia", form(chatwoot, ""));
        String ana = chat();
        String id = whatsapp.customerWrites("Cheia", ana, "Ana Souza", "Leia");
        long conversation = awaitShown(ana, "Leia").conversationId();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 26; i++) {
            String other = chat();
            others.add(other);
            whatsapp.customerWrites("Cheia", other, "Outra", "Oi");
        }
        others.forEach(other -> awaitShown(other, "Oi"));
        chatwoot.agentReads(conversation);
        eventually()
                .until(() ->
                        whatsapp.readMarks().stream().anyMatch(mark -> mark.id().equals(id)));
    }

    /** The change of an option is no change of what was written before. */
    @Test
    void editsNothingBecauseTheSignatureIsSwitchedOn() {
        begin("Assina");
        set("Assina", form(chatwoot, ""));
        String ana = chat();
        long conversation = begun("Assina", ana);
        chatwoot.agentWrites(conversation, "Bom dia");
        String id = awaitSent(ana, "Bom dia").id();
        awaitQuiet();
        set("Assina", form(chatwoot, "").replace("\"signMsg\":false", "\"signMsg\":true"));
        whatsapp.receipt("Assina", id, "DELIVERY_ACK");
        eventually()
                .until(() -> shown(ana).stream()
                        .anyMatch(one ->
                                "Bom dia".equals(one.content()) && one.status().equals("delivered")));
        awaitQuiet();
        assertThat(whatsapp.edited()).noneMatch(mark -> mark.id().equals(id));
    }

    /** What an agent takes back before it could be sent is not to be sent then. */
    @Test
    void doesNotSendWhatWasDeletedBeforeItCouldBeSent() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        whatsapp.faults(
                (method, path, ordinal) -> path.contains("/message/sendText") ? Fault.REFUSE_BEFORE : Fault.NONE);
        try {
            long answer = chatwoot.agentWrites(conversation, "Mensagem errada");
            eventually()
                    .until(() -> whatsapp.calls().stream()
                            .anyMatch(call ->
                                    call.path().contains("/message/sendText/" + RAVENNA) && call.status() == 0));
            chatwoot.agentDeletes(answer);
            eventually()
                    .until(() -> chatwoot.messages(conversation).stream()
                            .anyMatch(one -> one.id() == answer && one.deleted()));
            eventually()
                    .until(() -> router.client()
                            .get("/api/messages/" + answer)
                            .toString()
                            .contains("message.deleted"));
        } finally {
            whatsapp.faults(FaultPlan.none());
        }
        awaitQuiet();
        assertThat(sent(chat)).isEmpty();
    }

    /** What failed for good is no longer under way: the same words typed on the phone are another message. */
    @Test
    void showsWhatIsTypedOnThePhoneAfterTheSameWordsHaveFailed() {
        String chat = chat();
        long conversation = begun(RAVENNA, chat);
        whatsapp.faults(
                (method, path, ordinal) -> path.contains("/message/sendText") ? Fault.ERROR_BEFORE : Fault.NONE);
        try {
            chatwoot.agentWrites(conversation, "Ok");
            eventually()
                    .until(() -> !router.client()
                            .get("/api/deliveries?destination=Ravenna-whatsapp&state=dead")
                            .path("deliveries")
                            .isEmpty());
            awaitQuiet();
        } finally {
            whatsapp.faults(FaultPlan.none());
        }
        String typed = whatsapp.phoneWrites(RAVENNA, chat, "Ok");
        awaitShown(chat, one -> sourceId(typed).equals(one.sourceId()));
        awaitQuiet();
        assertThat(shown(chat)).anyMatch(one -> sourceId(typed).equals(one.sourceId()));
    }
}
