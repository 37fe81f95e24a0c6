package dev.carteiro.evolution;

import static dev.carteiro.network.TestSpools.spooled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.evolution.Reply.Failed;
import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.fake.FakeLoops;
import dev.carteiro.network.Spooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class MessengerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Messenger messenger = messenger(peer.url() + "/evo/", PATIENCE);

    private Messenger messenger(String url, Duration patience) {
        HttpClient http = HttpClient.newConnection()
                .doOnRequest((request, connection) -> asked.add(request.method() + " " + request.uri()));
        return new Servers(http).messenger(URI.create(url), "the-key", patience);
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static void verify(Mono<Reply> call, Consumer<Reply> assertion) {
        StepVerifier.create(call).consumeNextWith(assertion).expectComplete().verify(PATIENCE);
    }

    private static void isDone(Mono<Reply> call) {
        verify(call, reply -> assertThat(reply).isInstanceOf(Reply.Done.class));
    }

    private static void fails(Mono<Reply> call, Fault fault, String reason) {
        verify(call, reply -> assertThat(reply).isEqualTo(new Failed(fault, reason)));
    }

    @Test
    void asksForEachThingWhereEvolutionHasIt() {
        Spooled file = spooled("x");
        StepVerifier.create(Flux.concat(
                        messenger.text("a/b", Map.of()),
                        messenger.media("acme", Map.of(), file),
                        messenger.audio("acme", Map.of(), file),
                        messenger.edit("acme", Map.of()),
                        messenger.delete("acme", Map.of("id", "3EB0")),
                        messenger.markRead("acme", List.of(Map.of("id", "3EB0"))),
                        messenger.presence("acme", Map.of()),
                        messenger.group("acme", "12-3@g.us"),
                        messenger.picture("acme", "55"),
                        messenger.chatwoot("acme")))
                .expectNextCount(10)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(asked)
                .containsExactly(
                        "POST /evo/message/sendText/a%2Fb",
                        "POST /evo/message/sendMedia/acme",
                        "POST /evo/message/sendWhatsAppAudio/acme",
                        "POST /evo/chat/updateMessage/acme",
                        "DELETE /evo/chat/deleteMessageForEveryone/acme",
                        "POST /evo/chat/markMessageAsRead/acme",
                        "POST /evo/chat/sendPresence/acme",
                        "GET /evo/group/findGroupInfos/acme?groupJid=12-3%40g.us",
                        "POST /evo/chat/fetchProfilePictureUrl/acme",
                        "GET /evo/chatwoot/find/acme");
        assertThat(peer.requests().stream().map(request -> request.text()))
                .containsExactly(
                        "{}",
                        "{\"media\":\"eA==\"}",
                        "{\"audio\":\"eA==\"}",
                        "{}",
                        "{\"id\":\"3EB0\"}",
                        "{\"readMessages\":[{\"id\":\"3EB0\"}]}",
                        "{}",
                        "",
                        "{\"number\":\"55\"}",
                        "");
        assertThat(peer.requests())
                .allSatisfy(request -> assertThat(request.header("apikey")).isEqualTo("the-key"));
    }

    @Test
    void sendsAFileAsAMemberOfTheBodyAsOftenAsItIsAsked() {
        try (Spooled file = spooled("Olá!")) {
            isDone(messenger.media("acme", Map.of("caption", "\"é\""), file));
            isDone(messenger.media("acme", Map.of("caption", "\"é\""), file));
        }
        assertThat(peer.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.text()).isEqualTo("{\"caption\":\"\\\"é\\\"\",\"media\":\"T2zDoSE=\"}");
            assertThat(request.header("content-type")).isEqualTo("application/json");
            assertThat(request.header("content-length")).isEqualTo(String.valueOf(request.body().length));
            assertThat(request.header("transfer-encoding")).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | [{\"jid\":\"5511988887777@s.whatsapp.net\",\"exists\":false,\"number\":\"5511988887777\"}] | NOT_ON_WHATSAPP"
                        + " | the number is not on WhatsApp",
                "400 | [{\"exists\":true}] | REFUSED | status 400: {'exists':true}",
                "400 | [\"Error: Connection Closed\"] | BROKEN | status 400: Error: Connection Closed",
                "400 | [\"Error: Timed Out\"] | BROKEN | status 400: Error: Timed Out",
                "500 | \"Timed Out\" | BROKEN | status 500: Timed Out",
                "500 | \"Connection Closed\" | BROKEN | status 500: Connection Closed",
                "400 | [[\"instance requires property \\\"text\\\"\"]] | REFUSED | status 400: instance requires property 'text'",
                "400 | [\"5511988887777 is odd\"] | REFUSED | status 400: … is odd",
                "401 | \"Unauthorized\" | UNAUTHORIZED | status 401: Unauthorized",
                "404 | [\"The \\\"acme\\\" instance does not exist\"] | UNKNOWN | status 404: The 'acme' instance does not exist"
            })
    void tellsWhatIsWrongWithANumberFromWhatMayPass(int status, String message, Fault fault, String reason) {
        peer.respond(status)
                .saying("{\"status\":" + status + ",\"error\":\"Something\",\"response\":{\"message\":" + message
                        + "}}");
        fails(messenger.text("acme", Map.of()), fault, reason);
        fails(messenger.media("acme", Map.of(), spooled("x")), fault, reason);
        fails(messenger.edit("acme", Map.of()), fault, reason);
    }

    @Test
    void takesAnErrorWithAGoodStatusForOne() {
        peer.respond(201).saying("{\"error\":true,\"message\":\"[object Object]\"}");
        fails(messenger.text("acme", Map.of()), Fault.BROKEN, "status 201: [object Object]");
    }

    @Test
    void tellsWhatWasSurelyNotSent() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        fails(
                messenger("http://127.0.0.1:" + port, PATIENCE).text("acme", Map.of()),
                Fault.UNREACHABLE,
                "no connection to 127.0.0.1:" + port + ": refused");
    }

    @Test
    void tellsWhatMayHaveBeenSent() {
        peer.when(request -> true).hang();
        Messenger hasty = messenger(peer.url(), Duration.ofMillis(300));
        fails(hasty.text("acme", Map.of()), Fault.UNANSWERED, "no answer in time");
        fails(hasty.media("acme", Map.of(), spooled("x")), Fault.UNANSWERED, "no answer in time");
        peer.when(request -> true).reset();
        verify(
                messenger.text("acme", Map.of()),
                reply -> assertThat(reply)
                        .isInstanceOfSatisfying(
                                Failed.class,
                                failed -> assertThat(failed.fault()).isEqualTo(Fault.UNANSWERED)));
        assertThat(peer.requests()).hasSize(3);
    }

    @Test
    void passesOnWhatIsLargerThanMemoryShouldHold() {
        byte[] part = new byte[1 << 20];
        Spooled file = spooled(Flux.range(0, 40).map(number -> part));
        AtomicLong zeros = new AtomicLong(); // each is an A
        AtomicLong length = new AtomicLong();
        DisposableServer server = FakeLoops.server()
                .handle((request, response) -> {
                    length.set(Long.parseLong(request.requestHeaders().get("content-length")));
                    return request.receive()
                            .asByteArray()
                            .doOnNext(bytes -> {
                                length.addAndGet(-bytes.length);
                                for (byte value : bytes) {
                                    zeros.addAndGet(value == 'A' ? 1 : 0);
                                }
                            })
                            .then(response.status(201)
                                    .sendString(Mono.just("{}"))
                                    .then());
                })
                .bindNow(PATIENCE);
        try (file) {
            isDone(messenger("http://127.0.0.1:" + server.port(), PATIENCE)
                    .media("acme", Map.of("mediatype", "video"), file));
        } finally {
            server.disposeNow(PATIENCE);
        }
        assertThat(length).hasValue(0);
        assertThat(zeros.get()).isEqualTo(((40L << 20) + 2) / 3 * 4 - 2); // it ends in AA==, less its two =
    }
}
