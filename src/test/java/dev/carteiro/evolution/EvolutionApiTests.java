package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.evolution.Reply.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class EvolutionApiTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final EvolutionApi api = api(peer.url() + "/evo//");

    private EvolutionApi api(String url) {
        HttpClient http = HttpClient.newConnection()
                .doOnRequest((request, connection) -> asked.add(request.method() + " " + request.uri()));
        return new EvolutionApi(http, URI.create(url), "the-key");
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static void verify(Mono<Reply> call, Consumer<Reply> assertion) {
        StepVerifier.create(call).consumeNextWith(assertion).expectComplete().verify(PATIENCE);
    }

    @Test
    void asksForEachThingWhereEvolutionHasIt() {
        StepVerifier.create(Flux.concat(
                        api.create(Map.of()),
                        api.connect("acme", null),
                        api.connect("acme", "+5511988887777"),
                        api.connectionState("acme"),
                        api.instances(),
                        api.restart("acme"),
                        api.logout("acme"),
                        api.delete("acme"),
                        api.setWebhook("acme", Map.of()),
                        api.setWebsocket("acme", Map.of()),
                        api.messages("acme", StoredQuery.all(Instant.EPOCH, Instant.EPOCH, 1, 100)),
                        api.whatsappNumber("acme", "5511988887777")))
                .expectNextCount(12)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(asked)
                .containsExactly(
                        "POST /evo/instance/create",
                        "GET /evo/instance/connect/acme",
                        "GET /evo/instance/connect/acme?number=%2B5511988887777",
                        "GET /evo/instance/connectionState/acme",
                        "GET /evo/instance/fetchInstances",
                        "POST /evo/instance/restart/acme",
                        "DELETE /evo/instance/logout/acme",
                        "DELETE /evo/instance/delete/acme",
                        "POST /evo/webhook/set/acme",
                        "POST /evo/websocket/set/acme",
                        "POST /evo/chat/findMessages/acme",
                        "POST /evo/chat/whatsappNumbers/acme");
    }

    @Test
    void writesAnInstancesNameSoThatItStaysOneStep() {
        verify(api.restart("São/João 100%?#;"), reply -> assertThat(reply).isInstanceOf(Reply.Done.class));
        assertThat(asked).containsExactly("POST /evo/instance/restart/S%C3%A3o%2FJo%C3%A3o%20100%25%3F%23;");
    }

    @Test
    void showsItsKeyAndSendsJson() {
        verify(
                api.setWebhook("acme", Map.of("url", "http://é/")),
                reply -> assertThat(reply).isInstanceOf(Reply.Done.class));
        assertThat(peer.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("apikey")).isEqualTo("the-key");
            assertThat(request.header("accept")).isEqualTo("application/json");
            assertThat(request.header("content-type")).isEqualTo("application/json");
            assertThat(request.text()).isEqualTo("{\"webhook\":{\"url\":\"http://é/\"}}");
        });
    }

    @Test
    void sendsNoBodyWhereThereIsNothingToSay() {
        verify(api.delete("acme"), reply -> assertThat(reply).isInstanceOf(Reply.Done.class));
        assertThat(peer.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("content-type")).isNull();
            assertThat(request.body()).isEmpty();
        });
    }

    @Test
    void asksForWhatEvolutionHasKeptOfAWhile() {
        Instant since = Instant.parse("2026-01-02T03:04:05Z");
        StepVerifier.create(Flux.concat(
                        api.messages("acme", StoredQuery.all(since, since.plusSeconds(60), 2, 100)),
                        api.messages("acme", new StoredQuery(since, since.plusSeconds(60), true, 1, 50))))
                .expectNextCount(2)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(peer.requests().stream().map(request -> JsonMapper.shared().readTree(request.body())))
                .containsExactly(
                        JsonMapper.shared().readTree("""
                                {"where": {"messageTimestamp": {"gte": "2026-01-02T03:04:05Z", "lte": "2026-01-02T03:05:05Z"}},
                                 "page": 2, "offset": 100}
                                """), JsonMapper.shared().readTree("""
                                {"where": {"key": {"fromMe": true},
                                           "messageTimestamp": {"gte": "2026-01-02T03:04:05Z", "lte": "2026-01-02T03:05:05Z"}},
                                 "page": 1, "offset": 50}
                                """));
    }

    @Test
    void asksForANumberAsEvolutionWantsIt() {
        verify(
                api.whatsappNumber("acme", "5511988887777"),
                reply -> assertThat(reply).isInstanceOf(Reply.Done.class));
        assertThat(peer.requests("{\"numbers\":[\"5511988887777\"]}")).hasSize(1);
    }

    @Test
    void readsTheAnswer() {
        peer.respond(200).saying("[{\"name\":\"acme\"}]");
        verify(
                api.instances(),
                reply -> assertThat(reply)
                        .isInstanceOfSatisfying(
                                Reply.Done.class,
                                done -> assertThat(
                                                done.body().path(0).path("name").asString(""))
                                        .isEqualTo("acme")));
    }

    @Test
    void readsWhatIsWrong() {
        peer.respond(401).saying("{\"status\":401,\"response\":{\"message\":\"Unauthorized\"}}");
        verify(
                api.instances(),
                reply -> assertThat(reply).isEqualTo(new Reply.Failed(Fault.UNAUTHORIZED, "status 401: Unauthorized")));
    }

    @Test
    void doesNotFollowToAnotherPlace() {
        peer.respond(302).with("Location", peer.url() + "/elsewhere");
        verify(api.instances(), reply -> assertThat(reply).isEqualTo(new Reply.Failed(Fault.BROKEN, "status 302")));
        assertThat(peer.requests()).hasSize(1);
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        verify(
                api("http://127.0.0.1:" + port).instances(),
                reply -> assertThat(reply)
                        .isEqualTo(new Reply.Failed(
                                Fault.UNREACHABLE, "no connection to 127.0.0.1:" + port + ": refused")));
    }

    @Test
    void saysThatTheConnectionBrokeAndDoesNotAskTwice() {
        peer.when(request -> true).reset();
        verify(
                api.instances(),
                reply -> assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                    assertThat(failed.fault()).isEqualTo(Fault.UNANSWERED);
                    assertThat(failed.reason()).contains("was closed before the answer was there");
                }));
        assertThat(peer.requests()).hasSize(1);
    }
}
