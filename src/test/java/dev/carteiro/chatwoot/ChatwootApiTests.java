package dev.carteiro.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.chatwoot.ChatwootReply.Done;
import dev.carteiro.chatwoot.ChatwootReply.Failed;
import dev.carteiro.chatwoot.ChatwootReply.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class ChatwootApiTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ChatwootApi api = api(peer.url() + "/chat//");

    private ChatwootApi api(String url) {
        HttpClient http = HttpClient.newConnection()
                .doOnRequest((request, connection) -> asked.add(request.method() + " " + request.uri()));
        return new Chatwoots(http).api(URI.create(url), "3", "the-token");
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static void verify(Mono<ChatwootReply> call, Consumer<ChatwootReply> assertion) {
        StepVerifier.create(call).consumeNextWith(assertion).expectComplete().verify(PATIENCE);
    }

    private void sends(Mono<ChatwootReply> call, String body) {
        int before = peer.requests().size();
        verify(call, reply -> assertThat(reply).isInstanceOf(Done.class));
        assertThat(peer.requests()).hasSize(before + 1);
        assertThat(peer.requests().getLast().text()).isEqualTo(body);
    }

    @Test
    void asksForEachThingWhereChatwootHasIt() {
        StepVerifier.create(Flux.concat(
                        api.contactBySource(7, "x"),
                        api.contactsBy(List.of(Map.entry("identifier", "x"))),
                        api.createContact(Map.of()),
                        api.updateContact(12, Map.of()),
                        api.addToInbox(12, 7, "x"),
                        api.mergeContacts(12, 13),
                        api.conversationsOf(12),
                        api.conversations(7, 2),
                        api.conversation(321),
                        api.createConversation(Map.of()),
                        api.toggleStatus(321, "open"),
                        api.post(321, Map.of()),
                        api.post(321, Map.of(), List.of()),
                        api.messages(321),
                        api.messagesAfter(321, 9001),
                        api.messagesBefore(321, 9001),
                        api.status(321, 9001, "read", null),
                        api.delete(321, 9001),
                        api.labels(321),
                        api.setLabels(321, List.of()),
                        api.inboxes(),
                        api.inbox(7),
                        api.createInbox(Map.of()),
                        api.updateInbox(7, Map.of()),
                        api.webhooks(),
                        api.profile(),
                        api.typing("identifier", "5511@s.whatsapp.net", 321, true),
                        api.typing("identifier", "São/João", 321, false)))
                .expectNextCount(28)
                .expectComplete()
                .verify(PATIENCE);
        String account = "/chat/api/v1/accounts/3";
        String open = "/chat/public/api/v1/inboxes/identifier/contacts/";
        assertThat(asked)
                .containsExactly(
                        "POST " + account + "/contact_inboxes/filter",
                        "POST " + account + "/contacts/filter",
                        "POST " + account + "/contacts",
                        "PUT " + account + "/contacts/12",
                        "POST " + account + "/contacts/12/contact_inboxes",
                        "POST " + account + "/actions/contact_merge",
                        "GET " + account + "/contacts/12/conversations",
                        "GET " + account + "/conversations?status=all&inbox_id=7&page=2",
                        "GET " + account + "/conversations/321",
                        "POST " + account + "/conversations",
                        "POST " + account + "/conversations/321/toggle_status",
                        "POST " + account + "/conversations/321/messages",
                        "POST " + account + "/conversations/321/messages",
                        "GET " + account + "/conversations/321/messages",
                        "GET " + account + "/conversations/321/messages?after=9001",
                        "GET " + account + "/conversations/321/messages?before=9001",
                        "PATCH " + account + "/conversations/321/messages/9001",
                        "DELETE " + account + "/conversations/321/messages/9001",
                        "GET " + account + "/conversations/321/labels",
                        "POST " + account + "/conversations/321/labels",
                        "GET " + account + "/inboxes",
                        "GET " + account + "/inboxes/7",
                        "POST " + account + "/inboxes",
                        "PATCH " + account + "/inboxes/7",
                        "GET " + account + "/webhooks",
                        "GET /chat/api/v1/profile",
                        "POST " + open + "5511@s%2Ewhatsapp%2Enet/conversations/321/toggle_typing",
                        "POST " + open + "S%C3%A3o%2FJo%C3%A3o/conversations/321/toggle_typing");
    }

    @Test
    void saysWhatItMeans() {
        sends(
                api.contactsBy(List.of(Map.entry("phone_number", "+5511"), Map.entry("identifier", "55"))),
                "{\"payload\":[{\"attribute_key\":\"phone_number\",\"filter_operator\":\"equal_to\",\"values\":[\"+5511\"],"
                        + "\"query_operator\":\"OR\"},{\"attribute_key\":\"identifier\",\"filter_operator\":\"equal_to\","
                        + "\"values\":[\"55\"]}]}");
        sends(api.toggleStatus(321, "open"), "{\"status\":\"open\"}");
        sends(api.setLabels(321, List.of("vip", "é")), "{\"labels\":[\"vip\",\"é\"]}");
        sends(api.status(321, 9001, "read", null), "{\"status\":\"read\"}");
        sends(api.typing("identifier", "x", 321, false), "{\"typing_status\":\"off\"}");
        verify(
                api.status(321, 9001, "failed", "not on WhatsApp"),
                reply -> assertThat(reply).isInstanceOf(Done.class));
        assertThat(peer.requests().getLast().text())
                .contains("\"status\":\"failed\"", "\"external_error\":\"not on WhatsApp\"");
    }

    @Test
    void showsItsTokenInBothSpellings() {
        sends(api.post(321, Map.of("content", "Olá")), "{\"content\":\"Olá\"}");
        assertThat(peer.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("api_access_token")).isEqualTo("the-token");
            assertThat(request.header("api-access-token")).isEqualTo("the-token");
            assertThat(request.header("content-type")).isEqualTo("application/json");
        });
    }

    @Test
    void showsItsTokenToNobodyWhereItIsNotNeeded() {
        verify(
                Flux.concat(api.typing("identifier", "x", 321, true), api.typing("identifier", "x", 321, false))
                        .last(),
                reply -> assertThat(reply).isInstanceOf(Done.class));
        assertThat(peer.requests())
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.headers()).doesNotContainKeys("api_access_token", "api-access-token"));
    }

    @Test
    void knowsThatA422OfAMessageIsNoProof() {
        peer.respond(422).saying("{\"error\":\"something went wrong\"}");
        Consumer<ChatwootReply> passing =
                reply -> assertThat(reply).isEqualTo(new Failed(Fault.BROKEN, 422, "status 422: something went wrong"));
        verify(api.post(321, Map.of()), passing);
        verify(api.post(321, Map.of(), List.of()), passing);
        verify(
                api.createConversation(Map.of()),
                reply -> assertThat(reply)
                        .isEqualTo(new Failed(Fault.INVALID, 422, "status 422: something went wrong")));
    }

    @Test
    void doesNotFollowToAnotherPlace() {
        peer.respond(302).with("Location", peer.url() + "/elsewhere");
        verify(api.inboxes(), reply -> assertThat(reply).isEqualTo(new Failed(Fault.BROKEN, 302, "status 302")));
        assertThat(peer.requests()).hasSize(1);
    }

    @Test
    void postsNothingTwiceWhereTheConnectionIsReset() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> resetAll(server, connections));
            verify(
                    api("http://127.0.0.1:" + server.getLocalPort()).post(321, Map.of("content", "Olá")),
                    reply -> assertThat(reply)
                            .isInstanceOfSatisfying(
                                    Failed.class,
                                    failed -> assertThat(failed.fault()).isEqualTo(Fault.UNANSWERED)));
        }
        assertThat(connections).hasValue(1);
    }

    private static void resetAll(ServerSocket server, AtomicInteger connections) {
        try {
            while (true) {
                try (Socket caller = server.accept()) {
                    connections.incrementAndGet();
                    assertThat(caller.getInputStream().readNBytes(100)).hasSize(100);
                    caller.setSoLinger(true, 0); // closes with a RST
                }
            }
        } catch (IOException closed) {
            // by the test
        }
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        verify(
                api("http://127.0.0.1:" + port).inboxes(),
                reply -> assertThat(reply)
                        .isEqualTo(
                                new Failed(Fault.UNREACHABLE, 0, "no connection to 127.0.0.1:" + port + ": refused")));
    }
}
